import Foundation
import Model
import Store
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// What is planted between the values of a factor is what `compare --by` finds, by jobs that differ in nothing else.
struct FactorComparisonTests {
    private static let scenario = """
        name: overhead
        fixtures: [scap]
        factors:
          builder: [legacy, buildkit]
          cache: [registry, none, local]
        profiles:
          quick: {changes: 12}
        """

    /// Twelve changes, built with each of these configurations; the value is how long the build takes.
    private func planted(
        _ builds: [(configuration: Configuration, build: Double)], text: String = scenario,
        change: (inout JobRecord) -> Void = { _ in }
    ) -> SyntheticRun {
        var run = SyntheticRun()
        run.record.scenarios[0].text = text
        for (configuration, build) in builds {
            for (index, overhead) in SyntheticRun.around(build, spread: 0.01 * build).enumerated() {
                run.plant([overhead]) { job in
                    job.configuration = configuration
                    job.revision = "START+\(index)"
                    change(&job)
                }
            }
        }
        return run
    }

    private func compare(_ run: SyntheticRun, by factor: String) throws -> FactorComparison {
        let database = try run.database()
        let summary = try present(try database.latestRun())
        return try FactorComparison.compare(LocatedRun(database: database, run: summary), by: factor)
    }

    private func finding(_ choice: FactorComparison.Choice?, _ metric: String) throws -> Finding {
        try present(choice?.findings.first { $0.metric.id == metric })
    }

    @Test func theFirstValueOfTheScenarioIsTheBase() throws {
        let run = planted([("builder=buildkit", 1.3), ("builder=legacy", 1)])
        let comparison = try compare(run, by: "builder")
        #expect(comparison.base == "legacy" && comparison.choices.map(\.value) == ["buildkit"])
        let build = try finding(comparison.choices.first, "build_s")
        #expect(build.verdict == .worse && abs(build.shift - 0.3) < 0.01 && build.pairs.count == 12)
        #expect(try finding(comparison.choices.first, "hits").verdict == .unchanged)
    }

    @Test func withoutAReadableScenarioTheFirstByNameIsTheBase() throws {
        let run = planted([("builder=legacy", 1), ("builder=buildkit", 1.3)], text: "name: overhead")
        #expect(try compare(run, by: "builder").base == "buildkit")
    }

    @Test func eachFurtherValueIsHeldAgainstTheFirst() throws {
        let comparison = try compare(
            planted([
                ("builder=legacy,cache=none", 2), ("builder=legacy,cache=local", 1),
                ("builder=legacy,cache=registry", 1),
            ]), by: "cache")
        #expect(comparison.base == "registry" && comparison.choices.map(\.value) == ["none", "local"])
        #expect(try finding(comparison.choices.first, "build_s").verdict == .worse)
        #expect(try finding(comparison.choices.last, "build_s").verdict == .unchanged)
        #expect(FactorReport(comparison, run: "a.sqlite").markdown.contains("The 2 choices share this level evenly."))
    }

    /// Strata: between the builders lies ten times what the cache saves.
    @Test func otherFactorsAreNotMixed() throws {
        let comparison = try compare(
            planted([
                ("builder=legacy,cache=registry", 10), ("builder=legacy,cache=local", 9),
                ("builder=buildkit,cache=registry", 1), ("builder=buildkit,cache=local", 0.9),
            ]), by: "cache")
        let build = try finding(comparison.choices.first, "build_s")
        #expect(build.verdict == .better && abs(build.shift + 0.1) < 0.01 && build.pairs.count == 24)
    }

    @Test func onlyJobsOfTheSamePurposeAndRevisionArePairs() throws {
        let alike = planted([("builder=legacy", 1), ("builder=buildkit", 1)])
        #expect(try compare(alike, by: "builder").choices.first?.pairs == 12)
        // Every third job of BuildKit's is something else.
        for other in [
            { $0.cold = true }, { $0.warmup = true }, { $0.revision += " again" }, { $0.changeClass = .dependency },
            { $0.side = .candidate },
        ] as [(inout JobRecord) -> Void] {
            let run = planted([("builder=legacy", 1), ("builder=buildkit", 1)]) { job in
                if job.configuration.name == "builder=buildkit", job.position % 3 == 0 { other(&job) }
            }
            #expect(try compare(run, by: "builder").choices.first?.pairs == 8)
        }
    }

    @Test func jobsThatFailWithOneChoiceAreCounted() throws {
        let run = planted([("builder=legacy", 1), ("builder=buildkit", 1)]) { job in
            if job.configuration.name == "builder=buildkit", job.position % 6 == 0 { job.outcome = .buildFailed }
        }
        let choice = try present(try compare(run, by: "builder").choices.first)
        #expect(choice.failed.base == 0 && choice.failed.candidate == 2)
        #expect(
            FactorReport(try compare(run, by: "builder"), run: "a").headline.contains("2 jobs failed instead of 0."))
    }

    @Test func aValueWithoutCounterpartsIsTold() throws {
        let comparison = try compare(
            planted([
                ("builder=legacy,cache=registry", 1), ("builder=legacy,cache=none", 1),
                ("builder=buildkit,cache=local", 1),
            ]), by: "cache")
        #expect(comparison.choices.map(\.value) == ["none"] && comparison.unpaired == ["local"])
        #expect(FactorReport(comparison, run: "a").markdown.contains("no job of these values has a counterpart: local"))
    }
}
