import Foundation
import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted outcomes of probes and times of commands, through a database, to evidence.
struct IsolationTests {
    private let usual = SyntheticIsolationRun.configuration("runc", "default")
    private let hardened = SyntheticIsolationRun.configuration("runc", "hardened")

    private func outcome(
        _ id: String, _ evidence: IsolationEvidence, _ isSetting: (ProbeSetting) -> Bool
    ) -> ProbeOutcome? {
        guard let setting = evidence.settings.first(where: isSetting) else { return nil }
        return evidence.probes.first { $0.id == id }?.outcomes[setting]
    }

    @Test func outcomesStandBySettingInTheCataloguesOrder() throws {
        var run = SyntheticIsolationRun()
        run.probe(
            usual,
            [
                ("seccomp", .build, true, "mode 2"), ("root", .build, false, "user 0"),
                ("seccomp", .job, true, "mode 2"),
                ("root", .job, false, "user 0"),
            ], warmup: true)
        run.probe(hardened, [("seccomp", .job, true, "mode 2"), ("root", .job, true, "user 9")])
        let evidence = try run.evidence()
        #expect(evidence.probes.map(\.id) == ["seccomp", "root"])
        #expect(evidence.settings.map(\.place) == [.build, .job, .job])
        #expect(evidence.settings.map(\.hardening) == [nil, "default", "hardened"])
        #expect(evidence.settings.map(\.builder) == ["buildkit", nil, nil])
        let root = outcome("root", evidence) { $0.isUsualJob }
        #expect(root?.answer == .failed && root?.seen == "user 0" && root?.tries == 1)
        #expect(outcome("root", evidence) { $0.hardening == "hardened" }?.answer == .passed)
        #expect(evidence.settings.map { evidence.count(.passed, in: $0) } == [1, 1, 2])
        let question = IsolationQuestion()
        let record = question.record(of: question.verdict(on: evidence))
        #expect(record.verdict == .evidence && record.estimate == 1 && record.n == 2 && record.unit == "probe")
    }

    @Test func whatIsNotTheSameInEveryJobIsTold() throws {
        var run = SyntheticIsolationRun()
        for (passed, seen) in [(true, "a"), (false, "b"), (false, "b"), (false, "c"), (nil, "d")] as [(Bool?, String)] {
            run.probe(usual, [("cpu", .job, passed, seen), ("net", .job, nil, "nothing there")])
        }
        let evidence = try run.evidence()
        let cpu = outcome("cpu", evidence) { $0.isUsualJob }
        #expect(cpu?.answer == .varied && cpu?.passes == 1 && cpu?.tries == 4 && cpu?.seen == "b")
        let net = outcome("net", evidence) { $0.isUsualJob }
        #expect(net?.answer == .untried && net?.seen == "nothing there" && net?.tries == 0)
        let estimate = IsolationQuestion().verdict(on: evidence).estimate
        #expect(estimate?.value == 1 && estimate?.count == 1)
    }

    @Test func aBuildersStepsStandApartAndAJobDoesNotDependOnTheBuilder() throws {
        var run = SyntheticIsolationRun()
        let legacy = SyntheticIsolationRun.configuration("runc", "default", builder: "legacy")
        run.probe(usual, [("a", .build, true, "x"), ("a", .job, true, "x")])
        run.probe(legacy, [("a", .build, false, "y"), ("a", .job, true, "x")])
        let evidence = try run.evidence()
        #expect(evidence.settings.map(\.builder) == ["buildkit", "legacy", nil])
        #expect(outcome("a", evidence) { $0.builder == "legacy" }?.answer == .failed)
        #expect(outcome("a", evidence) { $0.isUsualJob }?.tries == 2)
    }

    @Test func thePriceIsThePairedDifferenceOfTheSameCommand() throws {
        var run = SyntheticIsolationRun()
        run.probe(usual, [("a", .job, true, "x")])
        run.probe(hardened, [("a", .job, true, "x")])
        for round in 1...8 {
            // What a round brings to all is not in the differences.
            let drift = Double((round * 5) % 8)
            run.work("work", usual, round: round, run: 1 + drift)
            run.work("work", hardened, round: round, run: 1.25 + drift + 0.001 * Double(round))
        }
        let evidence = try run.evidence()
        #expect(evidence.prices.map(\.series.fixture) == ["work", "work"])
        let price = try #require(evidence.prices.first { !$0.isBase })
        #expect(price.pairs == 8 && price.series.configuration == hardened)
        #expect(abs((price.difference?.shift ?? 0) - 0.2545) < 0.001)
        #expect(price.difference?.interval?.contains(0.25) == false)
        #expect(
            (price.difference?.interval?.lowerBound ?? 0) > 0.25 && (price.difference?.interval?.upperBound ?? 1) < 0.26
        )
        let base = try #require(evidence.prices.first { $0.isBase })
        #expect(base.difference == nil && base.pairs == 0 && base.run.count == 8)
        #expect(abs(base.run.value - 4.5) < 0.001 && abs((base.command ?? 0) - 2.25) < 0.001)
    }

    @Test func fewPairsCarryNoInterval() throws {
        var run = SyntheticIsolationRun()
        for round in 1...3 {
            run.work("noop", usual, round: round, run: 1)
            run.work("noop", hardened, round: round, run: 1.5)
        }
        // Without a partner in its round a job makes no pair, and does not count in the difference.
        run.work("noop", hardened, round: 9, run: 100)
        let price = try #require(try run.evidence().prices.first { !$0.isBase })
        #expect(price.pairs == 3 && price.difference?.shift == 0.5 && price.difference?.interval == nil)
    }

    @Test func aConfigurationWithNothingBesideHasNoPrice() throws {
        var run = SyntheticIsolationRun()
        run.work("noop", SyntheticIsolationRun.configuration("runc", "default", builder: "legacy"), round: 1, run: 1)
        #expect(try run.evidence().prices.isEmpty)
    }

    @Test func aMissingRuntimeIsSaidToBeMissing() throws {
        var run = SyntheticIsolationRun()
        run.probe(usual, [("a", .job, true, "x")])
        #expect(try run.evidence().gVisor == .notInstalled)
        run.runtimes = "runc,runsc"
        #expect(try run.evidence().gVisor == .notAsked)
        run.runtimes = nil
        #expect(try run.evidence().gVisor == .notAsked)
        run.probe(SyntheticIsolationRun.configuration("runsc", "default"), [("a", .job, true, "x")])
        #expect(try run.evidence().gVisor == .measured)
    }

    @Test func malformedOutputIsAWarning() throws {
        var run = SyntheticIsolationRun()
        run.probe(usual, [("a", .job, true, "x")], malformed: 2)
        run.probe(usual, [("a", .job, true, "x")], malformed: 1)
        let warnings = try run.evidence().warnings
        let series = Series(fixture: "probes", configuration: usual)
        #expect(warnings == [.probesIncomplete(series: series, malformed: 3, missing: 0)])
    }

    @Test func whatIsToldOfOneJobSeveralTimesIsAddedUp() throws {
        var run = SyntheticIsolationRun()
        run.probe(usual, [("a", .job, true, "x")], malformed: 2)
        let database = try run.database()
        let summary = try #require(try database.latestRun())
        let job = try #require(try database.jobs(run: summary.id).first)
        let points = [ProbePoint.malformed.point(5), ProbePoint.missing.point(1), ProbePoint.missing.point(3)].map {
            PointRecord(job: job.id, name: $0.name, unit: $0.unit, at: job.startedAt, value: $0.value)
        }
        try database.record(points, run: summary.id)
        let evidence = try #require(try IsolationAnalysis.analyse(database, run: summary))
        #expect(evidence.warnings == [.probesIncomplete(series: job.series, malformed: 7, missing: 4)])
    }

    /// A later version may know more runtimes. Which setting such a job ran in is not known here.
    @Test func jobsOfUnknownConfigurationsCountNowhere() throws {
        var run = SyntheticIsolationRun()
        run.probe(usual, [("a", .job, true, "x")])
        run.probe(SyntheticIsolationRun.configuration("runsc", "default"), [("a", .job, true, "x")])
        let database = try run.database()
        let summary = try #require(try database.latestRun())
        #expect(try IsolationAnalysis.analyse(database, run: summary)?.gVisor == .measured)
        try database.writing {
            try $0.execute(
                sql: """
                    UPDATE configuration SET name = replace(name, 'runsc', 'kata'), factors = NULL
                    WHERE name LIKE '%runsc%'
                    """)
        }
        let jobs = try database.jobs(run: summary, of: ["isolation"])
        #expect(!jobs.isEmpty && jobs.allSatisfy { $0.cell.factors?.runtime == .runc })
        #expect(try IsolationAnalysis.analyse(database, run: summary)?.gVisor != .measured)
    }
}
