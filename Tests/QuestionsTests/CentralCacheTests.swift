import Foundation
import Model
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted jobs with a central cache, through a database, to what they say of `central-cache`.
struct CentralCacheEvidenceTests {
    private func verdict(_ run: SyntheticCacheRun) throws -> Verdict {
        CentralCacheQuestion().verdict(on: try run.evidence())
    }

    @Test func plantedRatioAndHitsAreFound() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40, count: 29)
        let evidence = try run.evidence()
        let builder = try #require(evidence.builders.first)
        #expect(evidence.builders.count == 1 && builder.configuration == "builder=buildkit")
        #expect(abs((builder.ratio?.value ?? 0) - 1.2) < 0.02)
        #expect(abs((builder.coldRatio?.value ?? 0) - 4) < 0.1)
        #expect(builder.ratio?.count == 29)
        // Both find two of three steps.
        #expect(builder.hits?.value == 1)
        #expect(try verdict(run).answer == .yes)
        #expect(try verdict(run).unit == "×")
        #expect(evidence.warnings == [])
    }

    /// All find as many hits as the warm engine's: what so few changes cannot exclude keeps it undecided.
    @Test(arguments: [(6, 23), (12, 17), (28, 1)])
    func hitsThatNeverDifferAreNotSure(changes: Int, needed: Int) throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40, count: changes)
        let builder = try #require(try run.evidence().builders.first)
        // One change in so many could have had no hit: 1 − 0.05^(1/n).
        let share = 1 - pow(0.05, 1 / Double(changes))
        #expect(builder.hits?.value == 1)
        #expect(abs((builder.hits?.interval?.lowerBound ?? 0) - (1 - share)) < 1e-9)
        // All of three steps could have come from the cache where two did.
        #expect(abs((builder.hits?.interval?.upperBound ?? 0) - (1 + share / 2)) < 1e-9)
        #expect(builder.answer == .undecided && builder.jobsNeeded == needed)
    }

    @Test func slowOrMissingFewHitsIsNo() throws {
        var slow = SyntheticCacheRun()
        slow.plant(warm: 10, registry: 16, cold: 40)
        #expect(try verdict(slow).answer == .no)
        var missing = SyntheticCacheRun()
        missing.plant(warm: 10, registry: 12, cold: 40, registryHits: 1)
        let evidence = try missing.evidence()
        #expect(evidence.builders.first?.hits?.value == 0.5)
        #expect(try verdict(missing).answer == .no)
    }

    @Test func theWorstBuilderDecides() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40, count: 30)
        run.plant(warm: 10, registry: 30, cold: 40, builder: "legacy")
        let evidence = try run.evidence()
        #expect(evidence.builders.map(\.answer) == [.yes, .no])
        let worst = try verdict(run)
        #expect(worst.answer == .no && worst.decidedBy == "builder=legacy")
    }

    @Test func changesArePairedAndWhatHasNoPairIsTold() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40)
        // The warm engine's job of one change failed: the registry's job on it is compared with nothing.
        let index = try #require(run.jobs.firstIndex { $0.configuration.name.hasSuffix("local") && $0.round == 3 })
        run.jobs[index].outcome = .buildFailed
        run.jobs[index].failure = Failure(phase: .build, message: "planted")
        let evidence = try run.evidence()
        #expect(evidence.builders.first?.ratio?.count == 11)
        let unpaired = evidence.warnings.filter { if case .unpaired = $0 { true } else { false } }
        #expect(unpaired.count == 2)
        #expect(
            evidence.warnings.contains {
                if case .failed(_, .buildFailed, 1, 12, _, "planted") = $0 { true } else { false }
            })
    }

    @Test func weightsRestoreTheRealProportions() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40, count: 10, weight: 97)
        // A rare kind of change on which the registry's cache is slow.
        run.plant(warm: 10, registry: 80, cold: 90, count: 10, weight: 3, changeClass: .dependency)
        #expect(abs((try run.evidence().builders.first?.ratio?.value ?? 0) - 1.2) < 0.05)
    }

    @Test func warmUpsFloorsAndOtherScenariosDoNotCount() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40)
        let alone = try run.evidence().builders
        run.plant(warm: 10, registry: 90, cold: 90, change: { $0.warmup = true })
        run.plant(warm: 10, registry: 90, cold: 90, fixture: "noop")
        let evidence = try run.evidence()
        #expect(evidence.builders == alone)
        #expect(evidence.series.contains { $0.series.isFloor })
    }

    @Test func tooFewChangesSayHowManyAreMissing() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40, count: 2)
        let few = try verdict(run)
        #expect(few.answer == .undecided && few.estimate?.interval == nil)
        #expect(few.jobsNeeded == 4)
        let nothing = try verdict(SyntheticCacheRun())
        #expect(nothing.answer == .undecided && nothing.estimate == nil)
        #expect(try SyntheticCacheRun().evidence().registry == nil)
    }

    @Test func figuresOfJobsAreFoundByTheirSeries() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40, count: 7)
        let series = try run.evidence().series
        #expect(series.map(\.kind) == [.nothing, .registry, .local])
        #expect(series.map(\.cachedSteps) == [0, 14, 14])
        #expect(series.map(\.cacheableSteps) == [21, 21, 21])
        #expect(series.map(\.bytes) == [1000, 5_000_000, nil])
        #expect(series.map(\.pull) == [nil, 0.5, nil])
    }

    @Test func pushesGrowthAndCollectionAreFound() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40, count: 7)
        let evidence = try run.evidence()
        let push = try #require(evidence.pushes.first)
        #expect(push.pushes == 7)
        #expect(push.firstBytes == 60_000_000 && push.laterBytes == 2_000_000)
        #expect(push.firstSeconds == 6 && push.laterSeconds == 0.25)
        let registry = try #require(evidence.registry)
        #expect(registry.pushes == 7 && registry.manifests == 7 * 1000)
        #expect(registry.kept == 60_000_000 + 6 * 2_000_000 + 7 * 1000)
        #expect(registry.collection == .init(before: 72_007_000, after: 60_001_000, seconds: 0.2, blocked: 0.4))
    }

    @Test func setUpActionsAreCountedOnceForEachTimeOfSettingUp() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40, count: 7)
        let expected: [SetUpCount] = [
            .init(action: .startRegistry, configuration: nil, count: 1),
            .init(action: .connectEngine, configuration: nil, count: 2),
            .init(action: .pushImage, configuration: "builder=buildkit", count: 1),
            .init(action: .cacheFrom, configuration: "builder=buildkit", count: 1),
        ]
        #expect(try run.evidence().setUp == expected)
        // After a resume everything but the job definitions was set up again.
        run.bringUps = 2
        #expect(try run.evidence().setUp == expected)
    }

    @Test func verdictRecordHoldsTheFigures() throws {
        var run = SyntheticCacheRun()
        run.plant(warm: 10, registry: 12, cold: 40, count: 30)
        let record = CentralCacheQuestion().record(of: try verdict(run))
        #expect(record.question == "central-cache" && record.verdict == .yes && record.n == 30)
        #expect(record.rule == CentralCacheQuestion().rule && (record.high ?? 9) <= 1.5)
    }

    @Test func aRunThatDoesNotBearOnItSaysNothingOfIt() throws {
        var run = SyntheticRun()
        run.plant([1])
        let database = try run.database()
        #expect(try CentralCacheAnalysis.analyse(database, run: try #require(try database.latestRun())) == nil)
    }
}

/// The rule alone, on planted estimates.
struct CentralCacheRuleTests {
    private func judge(
        _ ratio: Double, _ ratioInterval: ClosedRange<Double>?, hits: Double = 1,
        _ hitsInterval: ClosedRange<Double>? = 1...1
    ) -> (answer: Verdict.Answer, jobsNeeded: Int?) {
        CentralCacheRule.judge(
            ratio: Estimate(value: ratio, interval: ratioInterval, count: 20),
            hits: Estimate(value: hits, interval: hitsInterval, count: 20))
    }

    @Test func bothIntervalsMustLieOnTheGoodSide() {
        #expect(judge(1.2, 1.1...1.5).answer == .yes)
        #expect(judge(1.2, 1.1...1.51).answer == .undecided)
        #expect(judge(1.2, 1.1...1.3, hits: 0.95, 0.9...1).answer == .yes)
        #expect(judge(1.2, 1.1...1.3, hits: 0.95, 0.89...1).answer == .undecided)
    }

    @Test func oneOnTheBadSideIsNo() {
        #expect(judge(1.8, 1.51...2).answer == .no)
        #expect(judge(1.8, 1.5...2).answer == .undecided)
        #expect(judge(1.2, 1.1...1.3, hits: 0.5, 0.4...0.89).answer == .no)
    }

    @Test func undecidedSaysHowManyMoreChangesItNeeds() {
        // The upper end must come twice as near: four times the changes.
        #expect(judge(1.3, 1.1...1.7) == (.undecided, 60))
        #expect(judge(1.5, 1.1...1.7).jobsNeeded == nil)
        // The larger need of the two.
        #expect(judge(1.3, 1.1...1.7, hits: 0.94, 0.88...1) == (.undecided, 60))
    }

    @Test func nothingOrTooLittleSaysSo() {
        #expect(CentralCacheRule.judge(ratio: nil, hits: nil) == (.undecided, 6))
        let few = Estimate(value: 1, interval: nil, count: 2)
        #expect(CentralCacheRule.judge(ratio: few, hits: few) == (.undecided, 4))
        #expect(CentralCacheRule.verdict([]).answer == .undecided)
    }
}
