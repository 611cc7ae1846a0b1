import Foundation
import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// What a night compares, where it has few rounds, other machines, or small figures.
struct NightTests {
    private func finding(_ night: Night, _ metric: String) -> Finding? {
        night.findings.first { $0.metric.id == metric }
    }

    @Test func aSlowerMachineIsNoRegression() throws {
        var slow = SyntheticNight()
        slow.machine = 1.2
        let night = try slow.compared()
        #expect(night.outcome == .unchanged)
        #expect(abs((night.drift ?? 0) - 0.2) < 0.02)
        #expect(
            NightReport(night, base: "a", candidate: "b").markdown.contains(
                "in the median of this night: that is the machine, and is in both sides of each round"))
    }

    @Test func aRegressionIsSeenOnASlowerMachine() throws {
        var slow = SyntheticNight()
        slow.machine = 1.2
        slow.commits = [.init("slow", SyntheticState().with { $0.command = 2.3 })]
        let night = try slow.compared()
        #expect(night.outcome == .regression)
        #expect(abs((finding(night, "command_s")?.shift ?? 0) - 0.15) < 0.02)
    }

    @Test func ofTwoBuildersTheOneThatGotWorseIsNamed() throws {
        var night = SyntheticNight()
        night.change = { job in
            guard job.side == .candidate, job.configuration.builder == .legacy else { return }
            job.steps[2].cached = false
        }
        let compared = try night.compared()
        let hits = try #require(finding(compared, "hits"))
        #expect(hits.verdict == .worse && hits.configurations == ["builder=legacy"] && hits.pairs.count == 12)
        #expect(hits.base == 2 && hits.candidate == 1)
    }

    @Test func aTimeThatGotWorseInOneBuilderIsSeenOverBoth() throws {
        var night = SyntheticNight()
        night.change = { job in
            guard job.side == .candidate, job.configuration.builder == .legacy else { return }
            job.phases[.build]? += 0.5
            job.wall? += 0.5
        }
        #expect(try night.compared().outcome == .regression)
    }

    @Test func fewerBytesThanAMebibyteAreNoChange() throws {
        var night = SyntheticNight()
        night.before.image = 20_000_000
        night.commits = [
            .init("a little", night.before.with { state in (state.image, state.growth) = (21_000_000, 900_000) })
        ]
        let compared = try night.compared()
        #expect(compared.outcome == .unchanged && finding(compared, "built_bytes")?.verdict == .unchanged)
        night.commits[0].state.image += 100_000
        #expect(try night.compared().metrics(.worse) == ["built_bytes"])
    }

    @Test func aCommandOfNoTimeIsNotCompared() throws {
        var night = SyntheticNight()
        night.before.command = 0
        let compared = try night.compared()
        #expect(compared.outcome == .unchanged && finding(compared, "command_s") == nil)
        #expect(finding(compared, "wall_s") != nil)
    }

    @Test func oneRoundShowsCountsAndNoTimes() throws {
        var night = SyntheticNight()
        night.rounds = 1
        let unchanged = try night.compared(showsPower: true)
        #expect(unchanged.outcome == .cannotTell && unchanged.pairs == 2 && unchanged.smallestVisible == nil)
        let counts = NightReport(unchanged, base: "a", candidate: "b").counts
        #expect(counts.contains("4 cannot be told") && counts.contains("too few rounds"))
        night.commits = [.init("copy first", SyntheticState().copyingFirst)]
        let worse = try night.compared()
        #expect(worse.outcome == .regression && worse.metrics(.worse) == ["hits", "misses"])
    }

    @Test func withoutRoundsTheSameRevisionsAreCompared() throws {
        var night = SyntheticNight()
        night.rounds = 0
        night.commits = [.init("a change")]
        let compared = try night.compared()
        #expect(!compared.hasRounds && compared.pairs == 8)
        #expect(compared.worse == 0 && compared.failures.new.isEmpty)
        #expect(finding(compared, "wall_s")?.pairs.count == 6)
    }

    @Test func aFailedSideLeavesItsPairOut() throws {
        var night = SyntheticNight()
        night.change = { if $0.side == .reference, $0.round == 2 { $0.outcome = .timedOut } }
        let compared = try night.compared()
        #expect(finding(compared, "wall_s")?.pairs.count == 22)
    }

    @Test func warmingUpCountsInNoTime() throws {
        var night = SyntheticNight()
        night.change = { if $0.side == .candidate, $0.warmup { $0.wall = 100 } }
        let compared = try night.compared()
        #expect(compared.outcome == .unchanged)
        #expect(compared.findings.flatMap(\.pairs).allSatisfy { $0.candidate != 100 })
    }
}
