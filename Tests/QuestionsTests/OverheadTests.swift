import Foundation
import Model
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted jobs, through a database, to what they say of `build-overhead`.
struct OverheadEvidenceTests {
    private func verdict(_ run: SyntheticRun) throws -> Verdict {
        BuildOverheadQuestion().verdict(on: try run.evidence())
    }

    @Test func plantedMedianAndShareAreFound() throws {
        var run = SyntheticRun()
        run.plant([1, 2, 3, 4, 5, 6, 7, 8, 9], command: 3)
        let found = try #require(try run.evidence().series.first)
        #expect(found.overhead?.value == 5)
        // Ranks 2 and 8: with 9 values they cover the median 96.1 times of 100.
        #expect(found.overhead?.interval == 2...8)
        #expect(found.overhead?.count == 9)
        #expect(found.wall == 8)
        #expect(found.share == 5.0 / 8)
    }

    @Test func plantedPhasesAreFound() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1), command: 3)
        let parts = try #require(try run.evidence().series.first?.parts)
        #expect(abs(parts[.context] - 0.1) < 1e-9)
        #expect(abs(parts[.build] - 0.4) < 1e-9)
        #expect(abs(parts[.container] - 0.25) < 1e-9)
        #expect(abs(parts[.artifacts] - 0.1) < 1e-9)
        #expect(abs(parts[.cleanup] - 0.15) < 1e-9)
        #expect(parts[.command] == 3)
        #expect(abs(parts[.between]) < 1e-9)
    }

    @Test func verdictIsYesUnderTheBoundAndNoOverIt() throws {
        var light = SyntheticRun()
        light.plant(SyntheticRun.around(1))
        #expect(try verdict(light).answer == .yes)
        var heavy = SyntheticRun()
        heavy.plant(SyntheticRun.around(9))
        #expect(try verdict(heavy).answer == .no)
        var between = SyntheticRun()
        between.plant(SyntheticRun.around(4.9, spread: 3))
        let near = try verdict(between)
        #expect(near.answer == .undecided)
        #expect((near.jobsNeeded ?? 0) > 0)
    }

    @Test func theWorstBuilderDecides() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1), builder: "buildkit")
        run.plant(SyntheticRun.around(9), builder: "legacy")
        let worst = try verdict(run)
        #expect(worst.answer == .no)
        #expect(worst.decidedBy == "builder=legacy")
        #expect(try run.evidence().pooled.map(\.answer) == [.yes, .no])
    }

    @Test func weightsRestoreTheRealProportions() throws {
        var run = SyntheticRun()
        // As many slow dependency changes as quick source changes were drawn; in the history they are 3 of 100.
        run.plant(SyntheticRun.around(1), changeClass: .source, weight: 97)
        run.plant(SyntheticRun.around(60), changeClass: .dependency, weight: 3)
        let weighted = try verdict(run)
        #expect(weighted.answer == .yes)
        let estimate = try #require(weighted.estimate)
        #expect(abs(estimate.value - 1) < 0.2)
        #expect(estimate.count == 24)
        #expect(abs(estimate.effectiveCount - 12.735) < 0.01)
        let classes = try #require(try run.evidence().series.first?.classes)
        #expect(classes.map(\.changeClass) == [.source, .dependency])
        #expect(classes.map(\.proportion) == [0.97, 0.03])
        var unweighted = run
        for index in unweighted.jobs.indices { unweighted.jobs[index].weight = 1 }
        #expect(try verdict(unweighted).answer != .yes)
    }

    @Test func onlyWarmRealJobsThatSucceededCount() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1))
        let alone = try verdict(run)
        run.plant([100, 100, 100]) { $0.warmup = true }
        run.plant([100, 100, 100]) { $0.cold = true }
        run.plant([100, 100, 100]) { $0.outcome = .commandFailed }
        run.plant([100, 100, 100]) { $0.wall = nil }
        run.plant([100, 100, 100], fixture: "noop")
        #expect(try verdict(run) == alone)
    }

    @Test func cacheHitsAreCountedOverCacheableSteps() throws {
        var run = SyntheticRun()
        run.plant([1, 1, 1, 1], changeClass: .source)
        run.plant([2, 2], changeClass: .dependency)
        let classes = try #require(try run.evidence().series.first?.classes)
        #expect(classes.map(\.cacheableSteps) == [8, 4])
        #expect(classes.map(\.cachedSteps) == [4, 0])
    }

    @Test func coldJobsStandApart() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1))
        run.plant([50, 60, 70]) { $0.cold = true }
        run.plant([80]) { job in
            job.warmup = true
            job.steps = job.steps.map { step in
                var step = step
                step.cached = false
                return step
            }
        }
        // A warm-up that found some of its steps is neither cold nor warm.
        run.plant([1000]) { $0.warmup = true }
        let cold = try #require(try run.evidence().series.first?.cold)
        #expect(cold.overhead.count == 4)
        #expect(cold.overhead.value == 65)
        #expect(cold.build == 26)
    }

    @Test func directRunsArePaired() throws {
        var run = SyntheticRun()
        var index = 0
        run.plant(SyntheticRun.around(1), command: 3) { job in
            job.direct = DirectRecord(order: index % 2 == 0 ? .before : .after, seconds: 2.9, exitStatus: 0)
            index += 1
        }
        // A rare kind of change, over-sampled: it bears on the command, not on what a usual job costs.
        run.plant([50, 50], changeClass: .dependency, weight: 0.1, command: 3) { job in
            job.direct = DirectRecord(order: index % 2 == 0 ? .before : .after, seconds: 2.9, exitStatus: 0)
            index += 1
        }
        run.plant([1], command: 3) { $0.direct = DirectRecord(order: .before, seconds: 99, exitStatus: 1) }
        for end in [DirectRecord.End.timedOut, .notStarted, .cancelled] {
            run.plant([1], command: 3) { $0.direct = DirectRecord(order: .before, end: end, seconds: 99) }
        }
        let evidence = try run.evidence()
        let direct = try #require(evidence.series.first?.direct)
        #expect(direct.pairs == 14)
        #expect(direct.usualPairs == 12)
        #expect(direct.usualClass == .source)
        #expect(direct.directFirst == 7)
        #expect(direct.isBalanced)
        #expect(direct.seconds == 2.9)
        #expect(abs(direct.job.shift - 1.1) < 1e-9)
        #expect(abs(direct.command.shift - 0.1) < 1e-9)
        #expect((direct.job.probability ?? 1) < 0.001)
        #expect(evidence.warnings.contains(.directFailed(series: evidence.series[0].series, count: 4)))
    }

    @Test func verdictRecordHoldsTheFigures() throws {
        var run = SyntheticRun()
        run.plant([1, 2, 3, 3.5, 4, 4.5, 4.6, 4.7, 4.8])
        let database = try run.database()
        try database.save(verdicts: [BuildOverheadQuestion().record(of: try verdict(run))], run: run.record.id)
        let saved = try #require(try database.verdicts(run: run.record.id).first)
        #expect(saved.question == "build-overhead")
        #expect(saved.verdict == .yes)
        #expect(saved.estimate == 4)
        #expect(saved.low == 2)
        #expect(saved.high == 4.7)
        #expect(saved.unit == "s")
        #expect(saved.n == 9)
    }

    @Test func thinSamplesSayNothing() throws {
        var one = SyntheticRun()
        one.plant([1])
        let thin = try verdict(one)
        #expect(thin.answer == .undecided)
        #expect(thin.jobsNeeded == 5)
        #expect(try one.evidence().series.first?.overhead == Estimate(value: 1, interval: nil, count: 1))

        let nothing = try verdict(SyntheticRun())
        #expect(nothing.answer == .undecided)
        #expect(nothing.estimate == nil)
        let empty = try SyntheticRun().evidence()
        #expect(empty.series.isEmpty)
        #expect(empty.warnings.contains(.nothingReal))
    }

    @Test func manyWeightedJobsAreQuickAndAgreeWithResampling() throws {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(1, count: 4000), weight: 2)
        run.plant(SyntheticRun.around(1, count: 990), changeClass: .dependency, weight: 1)
        let resampled = try #require(try verdict(run).estimate?.interval)
        run.plant(SyntheticRun.around(1, count: 20), changeClass: .dependency, weight: 1)
        let approximated = try #require(try verdict(run).estimate?.interval)
        #expect(abs(resampled.lowerBound - approximated.lowerBound) < 0.003)
        #expect(abs(resampled.upperBound - approximated.upperBound) < 0.003)
    }
}

/// The rule alone, on planted estimates.
struct OverheadRuleTests {
    @Test func lightWhereTheWholeIntervalLiesUnderTheBound() {
        let (answer, needed) = OverheadRule.judge(Estimate(value: 4.5, interval: 4.2...4.999, count: 20))
        #expect(answer == .yes)
        #expect(needed == nil)
    }

    @Test func notLightWhereTheWholeIntervalLiesAtOrOverTheBound() {
        #expect(OverheadRule.judge(Estimate(value: 5.5, interval: 5.0...6, count: 20)).answer == .no)
        #expect(OverheadRule.judge(Estimate(value: 5.5, interval: 4.999...6, count: 20)).answer == .undecided)
    }

    @Test func upperEndOnTheBoundIsNotUnderIt() {
        #expect(OverheadRule.judge(Estimate(value: 4.5, interval: 4...5, count: 20)).answer == .undecided)
    }

    @Test func undecidedSaysHowManyMoreJobsItNeeds() {
        // The upper end must come twice as near: four times the jobs.
        let (answer, needed) = OverheadRule.judge(Estimate(value: 4, interval: 3...6, count: 20))
        #expect(answer == .undecided)
        #expect(needed == 60)
        #expect(OverheadRule.judge(Estimate(value: 5, interval: 3...6, count: 20)).jobsNeeded == nil)
    }

    @Test func tooFewJobsSayHowManyAreMissing() {
        #expect(OverheadRule.judge(Estimate(value: 1, interval: nil, count: 1)) == (.undecided, 5))
        // Ten jobs that carry as much as four: sixteen would carry more than six.
        #expect(OverheadRule.judge(Estimate(value: 1, interval: nil, count: 10, effectiveCount: 4)) == (.undecided, 5))
        #expect(OverheadRule.judge(nil) == (.undecided, 6))
    }
}
