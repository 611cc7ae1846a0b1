import Foundation
import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted leaks and growth, through a database, to evidence and verdict.
struct CleanupTests {
    private static let lost = LeakRecord(kind: "overlay_directory", object: "abc", bytes: 5_000_000)
    private static let container = LeakRecord(kind: "container", object: "left", bytes: 1_000)

    private func verdict(on run: SyntheticCleanupRun) throws -> Verdict {
        CleanupQuestion().verdict(on: try run.evidence())
    }

    @Test func aCleanSeriesWhoseRemainderHardlyGrowsIsYes() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        run.growth = 500_000
        let evidence = try run.evidence()
        let verdict = try verdict(on: run)
        #expect(verdict.answer == .yes && verdict.unit == "%")
        // Five steps of 0.5 MB over the five jobs after the first, of 100 MB each.
        #expect(evidence.growth == CleanupGrowth(remainder: 2_500_000, made: 500_000_000, jobs: 6))
        #expect(abs((verdict.estimate?.value ?? 0) - 0.5) < 1e-9 && verdict.estimate?.count == 6)
        #expect(evidence.audited == 6 && evidence.clean == 6 && evidence.audits == 8)
        #expect(evidence.warnings == [])
    }

    @Test func aGrowthOfOnePerCentIsNo() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        run.growth = 1_000_000
        #expect(try verdict(on: run).answer == .no)
        run.growth = 999_999
        #expect(try verdict(on: run).answer == .yes)
        run.growth = -1_000_000
        #expect(try verdict(on: run).answer == .yes)
    }

    @Test func oneLeakIsNoAndBelongsToItsFault() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 4)
        run.plant("engine-kill", .engineLost, count: 2, leaving: [Self.lost, Self.container])
        let evidence = try run.evidence()
        #expect(try verdict(on: run).answer == .no)
        let kill = try #require(evidence.cases.first { $0.fault == "engine-kill" })
        #expect(kill.outcomes == [.engineLost: 2] && kill.audited == 2 && kill.clean == 0)
        #expect(kill.leaks == ["overlay_directory": 2, "container": 2] && kill.bytes == 10_002_000)
        #expect(kill.remained == 2, "the containers were gone at the end")
        let none = try #require(evidence.cases.first { $0.fault == "none" })
        #expect(none.clean == 4 && none.left == 0)
        let kind = try #require(evidence.kinds.first { $0.name == "overlay_directory" })
        #expect(kind.leaks == 2 && kind.bytes == 10_000_000 && kind.isSeen && kind.before == 4 && kind.after == 4)
        // Jobs that a fault was planted in are no news where they fail.
        #expect(evidence.warnings == [])
    }

    @Test func aFaultThatMissedCountsUnderNoFaultButItsLeaksDo() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 4)
        run.plant("engine-kill", .engineLost, count: 2, struck: true, endedIn: .build)
        run.plant("engine-kill", count: 1, struck: false)
        run.plant("disk-full", .refused, count: 1, struck: false)
        let clean = try run.evidence()
        #expect(try verdict(on: run).answer == .yes)
        #expect(clean.audited == 8 && clean.clean == 8)
        #expect(clean.cases.map(\.fault) == ["engine-kill", "none"])
        #expect(clean.cases[0].outcomes == [.engineLost: 2] && clean.cases[0].endedIn == [.build: 2])
        #expect(clean.missed.map(\.fault) == ["disk-full", "engine-kill"])
        #expect(clean.missed[1].outcomes == [.succeeded: 1] && clean.missed[1].endedIn == [:])

        run.plant("client-gone", count: 1, leaving: [Self.container], struck: false)
        let left = try run.evidence()
        #expect(try verdict(on: run).answer == .no)
        #expect(left.cases.allSatisfy { $0.left == 0 })
        #expect(left.missed.first?.fault == "client-gone" && left.missed.first?.left == 1)
    }

    @Test func aFaultThatMissedOnceMissed() throws {
        var run = SyntheticCleanupRun()
        run.plant("engine-kill", count: 1, struck: false)
        let database = try run.database()
        let summary = try #require(try database.latestRun())
        let job = try #require(try database.jobs(run: summary.id).first)
        let point = FaultPoint.struck
        try database.record(
            [
                PointRecord(
                    job: job.id, name: point.rawValue, unit: point.unit, at: job.startedAt.addingTimeInterval(1),
                    value: 1)
            ], run: summary.id)
        let evidence = try #require(try CleanupAnalysis.analyse(database, run: summary))
        #expect(evidence.cases == [] && evidence.missed.map(\.jobs) == [1])
    }

    @Test func aDatabaseThatDoesNotSayWhetherFaultsStruckTakesThemForStruck() throws {
        var run = SyntheticCleanupRun()
        run.plant("engine-kill", count: 3)
        let evidence = try run.evidence()
        #expect(evidence.cases.map(\.jobs) == [3] && evidence.missed == [])
    }

    @Test func aJobThatFailsWithoutAFaultIsTold() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 4)
        run.plant("none", .buildFailed, count: 1, builder: "legacy")
        #expect(try run.evidence().warnings.contains { if case .failed = $0 { true } else { false } })
    }

    @Test func whatIsNotSeenIsNeverClean() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        run.hidden = ["mount": "far away"]
        let evidence = try run.evidence()
        #expect(try verdict(on: run).answer == .undecided)
        #expect(evidence.unseen.map(\.name) == ["mount"] && evidence.unseen[0].reason == "far away")
    }

    @Test func withoutAuditsOrLedgerNothingIsDecided() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        run.isAudited = false
        #expect(try verdict(on: run).answer == .undecided)
        run.isAudited = true
        run.hasLedger = false
        let found = try verdict(on: run)
        #expect(found.answer == .undecided && found.estimate == nil)
        #expect(try run.evidence().growth == nil)
    }

    @Test func aLedgerThatWasOpenedAnewIsOnAnotherScale() {
        func sample(_ opened: Double, _ filesystem: Int) -> Job {
            let cell = Cell(scenario: "cleanup", configuration: "c", fixture: "f", changeClass: .source)
            var job = Job(cell: cell, startedAt: Date())
            job.parts.made = 1_000
            job.parts.disk = DiskRecord(
                openedAt: Date(timeIntervalSince1970: opened), at: Date(), images: 0, containers: 0, volumes: 0,
                cache: 0, sharedCache: 0, filesystem: filesystem, baseline: 0, source: "statfs", quiet: true,
                seconds: 0, waited: 0)
            return job
        }
        let growth = CleanupAnalysis.growth([sample(1, 100), sample(1, 130), sample(2, 900), sample(2, 904)])
        #expect(growth == CleanupGrowth(remainder: 34, made: 2_000, jobs: 4))
        #expect(CleanupAnalysis.growth([sample(1, 100)]) == nil)
    }

    @Test func theVerdictIsWrittenDown() async throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        let all = try await RunAnswers.analyse(try RunReader.find(in: try run.database()))
        let record = try #require(all.verdicts.first { $0.question == "cleanup" })
        #expect(record.verdict == .yes && record.rule == CleanupQuestion().rule && record.n == 6)
        // Where faults are planted, the disk's growth foretells nothing.
        #expect(!all.pages.contains { $0.subject == "disk" })
    }
}
