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
                "more time than in the base's run (median): that is the machine, and is in both sides of each round"))
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

    /// Builds of a step that counts 20 % further, on two cores with a load of four to eight: the reference's and the candidate's, in seconds.
    private static let busyBuilds = [
        (1.666, 2.137), (1.246, 2.317), (1.546, 1.731), (1.625, 1.986), (1.571, 2.364), (1.965, 1.799), (1.981, 2.159),
        (1.452, 2.159), (1.552, 1.291), (1.822, 2.298), (1.966, 1.763), (1.697, 2.257), (1.49, 1.61), (1.579, 1.617),
        (1.1, 1.613), (1.01, 2.227), (1.508, 1.623), (1.933, 1.774), (2.189, 1.464), (2.308, 2.871), (2.272, 3.199),
        (1.893, 2.544), (1.8, 2.786), (2.737, 2.524),
    ]

    @Test func aNightThatMayBeWorseIsNotCalledUnchanged() throws {
        var night = SyntheticNight()
        night.change = { job in
            guard let side = job.side, !job.warmup else { return }
            let pair = Self.busyBuilds[(job.round % 12) + (job.configuration.builder == .legacy ? 12 : 0)]
            let build = side == .reference ? pair.0 : pair.1
            job.wall? += build - (job.phases[.build] ?? 0)
            job.phases[.build] = build
        }
        let compared = try night.compared()
        let build = try #require(finding(compared, "build_s"))
        #expect(build.verdict == .cannotTell && build.looksWorse && abs(build.shift - 0.19) < 0.02)
        #expect(finding(compared, "command_s")?.verdict == .unchanged)
        #expect(compared.worse == 0 && compared.outcome == .cannotTell)
        let report = NightReport(compared, base: "a", candidate: "b").markdown.split(separator: "\n")
        #expect(report.first == "# Comparison: cannot tell")
        #expect(
            report[1].hasPrefix("**Perhaps worse, but too uncertain to say: ") && report[1].contains("`build_s`) +19 %")
        )
    }

    @Test func noiseInWhichNothingLooksWorseIsNotGreenEither() throws {
        var night = SyntheticNight()
        night.change = { job in
            guard job.side != nil, !job.warmup else { return }
            let noise = Double((job.round * 7 + (job.side == .candidate ? 5 : 0)) % 12) / 12
            job.phases[.build]? += noise
            job.wall? += noise
        }
        let compared = try night.compared()
        #expect(finding(compared, "wall_s")?.verdict == .cannotTell)
        #expect(
            finding(compared, "command_s")?.verdict == .unchanged && !compared.findings.contains(where: \.looksWorse))
        #expect(compared.outcome == .cannotTell)
    }

    @Test func aCommandThatTookNoTimeAndNowTakesOneSecondIsWorse() throws {
        var night = SyntheticNight()
        night.before.command = 0.0004
        night.commits = [.init("wait", night.before.with { $0.command = 1 })]
        let compared = try night.compared()
        let command = try #require(finding(compared, "command_s"))
        #expect(command.verdict == .worse && command.relative == nil && command.amount == "+1.00 s")
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
