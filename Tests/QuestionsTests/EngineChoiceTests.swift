import Foundation
import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted jobs on several engines, through a database, to evidence.
struct EngineChoiceTests {
    private func choice(
        _ engine: String, _ builder: String = "buildkit", in evidence: EngineChoiceEvidence
    ) throws -> EngineBuilder {
        try #require(
            evidence.choices.first {
                $0.configuration.name == SyntheticEngineRun.configuration(engine, builder)
            })
    }

    @Test func eachRowHasThePlantedFiguresOfItsEngineAndBuilder() throws {
        var run = SyntheticEngineRun()
        run.plant([0.5, 0.6, 0.7], engine: "docker:trixie", hits: 2, growth: 1_000_000, reported: 900_000)
        run.plant([0.9, 1.0, 1.1], engine: "docker:trixie", builder: "legacy", hits: 1, growth: 4_000_000, reported: 0)
        run.plant([2], engine: "podman:trixie", builder: "buildah")
        run.plant([0.1, 0.2, 0.3], engine: "docker:trixie", fixture: "noop", growth: 7_000_000)
        // Neither is a source change of a real fixture.
        run.plant([50, 60], engine: "docker:trixie", growth: 70_000_000, changeClass: .dependency)
        let evidence = try run.evidence()
        let found = try choice("docker:trixie", in: evidence)
        #expect(abs((found.overhead?.value ?? 0) - 0.6) < 0.0015 && found.overhead?.count == 3)
        #expect(abs((found.floor?.value ?? 0) - 0.2) < 0.0015)
        #expect(found.cacheableSteps == 9 && found.cachedSteps == 6)
        #expect(abs((found.parts?[.build] ?? 0) - 0.3) < 0.0015)
        let disk = try #require(found.disk)
        #expect(disk.growth.mean == 1_000_000 && disk.reported == 900_000 && disk.remainder == 100_000)
        #expect(disk.share == 0.9 && disk.growth.count == 3)
        // Three warm-ups are among the jobs.
        #expect(found.jobs == 3 + 3 + 2 + 3 && found.failures == 0)
        let legacy = try choice("docker:trixie", "legacy", in: evidence)
        #expect(abs((legacy.overhead?.value ?? 0) - 1) < 0.0015 && legacy.floor == nil && legacy.cachedSteps == 3)
        #expect(legacy.disk?.growth.mean == 4_000_000 && legacy.disk?.share == 0)
    }

    @Test func dockerStandsBeforePodmanAndOlderVersionsFirst() throws {
        var run = SyntheticEngineRun()
        run.versions["docker:trixie"] = "9.1.5"
        for engine in ["podman:trixie", "docker:forky+containerd", "docker:forky", "docker:bookworm", "docker:trixie"] {
            for builder in engine == "podman:trixie" ? ["buildah"] : ["legacy", "buildkit"] {
                run.plant([1], engine: engine, builder: builder)
            }
        }
        let evidence = try run.evidence()
        #expect(
            evidence.engines.map(\.source.rawValue) == [
                "docker:trixie", "docker:bookworm", "docker:forky", "docker:forky+containerd", "podman:trixie",
            ])
        #expect(evidence.engines.map(\.version) == ["9.1.5", "20.10.24", "28.5.2", "28.5.2", "5.4.2"])
        #expect(evidence.choices.count == 9)
        #expect(
            evidence.choices.prefix(2).map(\.configuration.name) == [
                "builder=buildkit,engine=docker:trixie", "builder=legacy,engine=docker:trixie",
            ])
    }

    /// The drift of the machine is ten times the difference: only pairs of one change show it.
    @Test func theLowestIsToldFromOthersByPairsOfTheSameChange() throws {
        var run = SyntheticEngineRun()
        let drift = (0..<12).map { 1 + Double(($0 * 5) % 12) / 4 }
        run.plant(drift, engine: "docker:trixie")
        run.plant(drift.enumerated().map { $1 + 0.3 + 0.01 * Double($0 % 3) }, engine: "docker:forky")
        run.plant(drift.enumerated().map { $1 + ($0 % 2 == 0 ? 0.02 : -0.018) }, engine: "docker:bookworm")
        let evidence = try run.evidence()
        let lowest = try #require(evidence.lowest)
        let higher = try choice("docker:forky", in: evidence)
        #expect(higher.standing == .higher && higher.pairs == 12)
        #expect(abs((higher.difference?.shift ?? 0) - 0.31) < 0.03)
        let alike = try choice(
            lowest.engine.rawValue == "docker:trixie" ? "docker:bookworm" : "docker:trixie", in: evidence)
        #expect(alike.standing == .notDistinguishable && lowest.standing == .lowest)
        let verdict = EngineChoiceQuestion().verdict(on: evidence)
        #expect(verdict.answer == .evidence && verdict.estimate == lowest.overhead)
        #expect(verdict.decidedBy == lowest.configuration.name && verdict.unit == "s")
    }

    @Test func fewJobsAreToldAndNothingIsCalledHigher() throws {
        var run = SyntheticEngineRun()
        run.plant([1, 1.1, 1.2], engine: "docker:trixie")
        run.plant([5, 5.1, 5.2], engine: "docker:forky")
        let evidence = try run.evidence()
        #expect(try choice("docker:forky", in: evidence).standing == .tooFew)
        let series = evidence.warnings.compactMap { warning -> String? in
            if case .tooFew(let series, 3) = warning { series.fixture } else { nil }
        }
        #expect(series == ["malu", "malu"])
    }

    @Test func aRunOnOneEngineConcludesNothing() async throws {
        var run = SyntheticEngineRun()
        run.plant([1, 2, 3], engine: "docker:trixie")
        run.plant([1, 2, 3], engine: "docker:trixie", builder: "legacy")
        let database = try run.database()
        #expect(try EngineChoiceAnalysis.analyse(database, run: try #require(try database.latestRun())) == nil)
        let entry = try #require(try await Answers.analyse(database).entry(EngineChoiceQuestion()))
        #expect(entry.state == .notConcluded && entry.record == nil)
    }

    @Test func withoutAnOverheadToCompareItIsUndecided() throws {
        var run = SyntheticEngineRun()
        run.plant([1, 2], engine: "docker:trixie")
        run.plant([1, 2], engine: "docker:forky") { $0.outcome = .buildFailed }
        let evidence = try run.evidence()
        #expect(evidence.lowest == nil && EngineChoiceQuestion().verdict(on: evidence).answer == .undecided)
        let failed = try choice("docker:forky", in: evidence)
        #expect(failed.failures == 3 && failed.jobs == 3 && failed.overhead == nil && failed.parts == nil)
    }

    @Test func whatIsLeftStandsInTheRowOfTheJobThatLeftIt() throws {
        var run = SyntheticEngineRun()
        run.hidden = ["podman:trixie": ["mount"]]
        run.plant([1, 1], engine: "docker:trixie")
        run.plant(
            [1, 1], engine: "docker:trixie", builder: "legacy", leaving: [LeakRecord(kind: "container", object: "c")])
        run.plant([1, 1], engine: "podman:trixie", builder: "buildah")
        let evidence = try run.evidence()
        let (buildKit, legacy) = (
            try choice("docker:trixie", in: evidence), try choice("docker:trixie", "legacy", in: evidence)
        )
        #expect(buildKit.leaks.isEmpty && buildKit.audited == 3 && buildKit.unseen.isEmpty)
        #expect(legacy.leaks == ["container": 2] && EngineChoiceWords.left(legacy) == "2 by 3 jobs")
        #expect(try choice("podman:trixie", "buildah", in: evidence).unseen == ["mount"])
        run.isAudited = false
        let unaudited = try choice("docker:trixie", "legacy", in: try run.evidence())
        #expect(EngineChoiceWords.left(unaudited) == "not looked for")
    }

    @Test func anUnseenDiskIsNotKnown() throws {
        var run = SyntheticEngineRun()
        run.seesDisks = false
        run.plant([1, 1], engine: "docker:trixie")
        run.plant([1, 1], engine: "docker:forky")
        let evidence = try run.evidence()
        #expect(evidence.choices.allSatisfy { $0.disk == nil } && evidence.engines.allSatisfy { $0.level == nil })
    }

    @Test func theDiskAtTheEndIsThatBeyondAnEmptyEngine() throws {
        var run = SyntheticEngineRun()
        run.plant([1, 1], engine: "docker:trixie", growth: 2_000_000, reported: 1_000_000)
        run.plant([1, 1], engine: "docker:forky")
        let level = try #require(try run.evidence().engines.first?.level)
        // 60 MB and three jobs on disk, of which 10 MB are an empty engine's; 50 MB and three jobs reported.
        #expect(level.used == 56_000_000 && level.reported == 53_000_000 && level.remainder == 3_000_000)
    }

    @Test func jobsThatMissedTheirStartEventAreWarnedOf() throws {
        var run = SyntheticEngineRun()
        run.plant([1, 1, 1], engine: "docker:trixie") { if $0.round == 2 { $0.commandClock = .engineState } }
        run.plant([1, 1, 1], engine: "podman:trixie", builder: "buildah") { $0.commandClock = .engineState }
        let evidence = try run.evidence()
        let name = SyntheticEngineRun.configuration("docker:trixie", "buildkit")
        #expect(evidence.warnings.contains(.clocksMixed(configuration: name, count: 1, of: 3)))
        #expect(evidence.warnings.count { if case .clocksMixed = $0 { true } else { false } } == 1)
        #expect(
            evidence.engines.map(EngineChoiceWords.clocks) == [
                "start event (3), container's state (1)", "container's state",
            ])
    }

    /// The disks of several engines are no one series.
    @Test func theReportOnOneDiskIsNotOfSeveralEngines() throws {
        var run = SyntheticEngineRun()
        run.plant([1, 1], engine: "docker:trixie")
        func disk(_ run: SyntheticEngineRun) throws -> DiskEvidence? {
            let database = try run.database()
            return try DiskAnalysis.analyse(database, run: try #require(try database.latestRun()))
        }
        #expect(try disk(run)?.jobs == 3)
        run.plant([1, 1], engine: "docker:forky")
        #expect(try disk(run) == nil)
    }
}
