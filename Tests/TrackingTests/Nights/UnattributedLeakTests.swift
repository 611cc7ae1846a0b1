import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// What a run leaves behind that no job is known to have left is compared, too: as a total, exactly.
struct UnattributedLeakTests {
    private func night(_ before: [String: Int], _ now: [String: Int]) throws -> Night {
        var night = SyntheticNight()
        (night.left, night.commits, night.rounds) = ((before, now), [.init("one")], 4)
        return try night.comparedAsStored()
    }

    @Test func oneMoreIsWorseAndTold() throws {
        let compared = try night([:], ["volume": 1])
        #expect(compared.outcome == .regression && compared.worseLeaks.count == 1)
        #expect(
            compared.causes == [
                "the run leaves more behind (volume): 1 instead of 0, which the audits attribute to no job, so look at the "
                    + "worker too"
            ])
        let report = NightReport(compared, base: "a", candidate: "b").markdown
        #expect(report.contains("**ci: the run leaves more behind") && report.contains("no job known"))
    }

    @Test func fewerIsBetter() throws {
        let compared = try night(["volume": 2], ["volume": 1])
        #expect(compared.outcome == .improvement && compared.leaks.map(\.isWorse) == [false])
    }

    @Test func theSameIsNoChange() throws {
        #expect(try night(["volume": 1], ["volume": 1]).leaks.isEmpty)
    }

    @Test func aRunOfMoreJobsMayLeaveMoreInProportion() {
        func total(_ count: Int, jobs: Int) -> UnattributedLeaks {
            UnattributedLeaks(
                counts: [.init(scenario: "ci", kind: "file"): count], stages: ["ci": [.job, .series]], jobs: jobs)
        }
        #expect(UnattributedLeaks.changes(from: total(3, jobs: 10), to: total(6, jobs: 20)).isEmpty)
        #expect(UnattributedLeaks.changes(from: total(3, jobs: 10), to: total(7, jobs: 20)).map(\.candidate) == [7])
        #expect(UnattributedLeaks.changes(from: total(0, jobs: 10), to: total(1, jobs: 20)).count == 1)
    }

    @Test func auditsThatLookedAtOtherTimesAreNotCompared() {
        let key = UnattributedLeaks.Key(scenario: "ci", kind: "file")
        let base = UnattributedLeaks(counts: [key: 0], stages: ["ci": [.series]], jobs: 10)
        let night = UnattributedLeaks(counts: [key: 1], stages: ["ci": [.job, .series]], jobs: 10)
        #expect(UnattributedLeaks.changes(from: base, to: night).isEmpty)
        let unaudited = UnattributedLeaks(jobs: 10)
        #expect(UnattributedLeaks.changes(from: unaudited, to: night).isEmpty)
    }
}
