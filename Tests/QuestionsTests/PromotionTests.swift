import Foundation
import Model
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Planted jobs of the next stage, through a database, to what they say of `promotion`.
struct PromotionEvidenceTests {
    private func verdict(_ run: SyntheticPromotionRun) throws -> Verdict {
        PromotionQuestion().verdict(on: try run.evidence())
    }

    /// With 12 changes each: all rebuilt images are the first worker's.
    private func same(promoted: Double, rebuilt: Double, push: Double = 1) -> SyntheticPromotionRun {
        var run = SyntheticPromotionRun()
        run.plant([.promote: .init(promoted), .rebuild: .init(rebuilt, equal: 12)], push: push)
        return run
    }

    @Test func whatPromotingSavesIsTheRebuildLessThePromotedJobAndItsPush() throws {
        let evidence = try same(promoted: 2, rebuilt: 10, push: 3).evidence()
        let rebuild = try #require(evidence.rebuilds.first)
        #expect(evidence.rebuilds.count == 1 && rebuild.configuration == "builder=buildkit,delivery=rebuild")
        #expect(abs((rebuild.saved?.value ?? 0) - 5) < 0.02 && rebuild.saved?.count == 12)
        #expect(rebuild.push == 3 && abs((rebuild.promoted ?? 0) - 2) < 0.02 && abs((rebuild.rebuilt ?? 0) - 10) < 0.03)
        #expect(rebuild.compared == 12 && rebuild.equal == 12)
        #expect(evidence.warnings == [])
    }

    @Test func aSlowPushMakesPromotingSlower() throws {
        #expect(try verdict(same(promoted: 2, rebuilt: 10, push: 3)).answer == .yes)
        let slow = try verdict(same(promoted: 2, rebuilt: 10, push: 9))
        #expect(slow.answer == .no && abs((slow.estimate?.value ?? 0) + 1) < 0.02)
    }

    @Test func oneOtherImageIsAYesHoweverFastTheRebuildIs() throws {
        var run = SyntheticPromotionRun()
        run.plant([.promote: .init(9), .rebuild: .init(2, equal: 11)])
        let rebuild = try #require(try run.evidence().rebuilds.first)
        #expect(rebuild.ruling == PromotionRule.Ruling(answer: .yes, differs: true))
        #expect(try verdict(run).answer == .yes)
    }

    @Test func eachBuilderAndKindOfRebuildIsJudgedAlone() throws {
        var run = SyntheticPromotionRun()
        run.plant([.promote: .init(9), .rebuild: .init(2), .rebuildDated: .init(3, equal: 12)])
        run.plant([.promote: .init(2), .rebuild: .init(9, equal: 12)], builder: .legacy)
        let evidence = try run.evidence()
        #expect(
            evidence.rebuilds.map(\.configuration) == [
                "builder=buildkit,delivery=rebuild", "builder=buildkit,delivery=rebuild-dated",
                "builder=legacy,delivery=rebuild",
            ])
        #expect(evidence.rebuilds.map(\.ruling.answer) == [.yes, .no, .yes])
        #expect(evidence.rebuilds.map(\.ruling.isFaster) == [false, false, true])
        // Of the two yes the one that saves less.
        let verdict = try verdict(run)
        #expect(verdict.answer == .yes && verdict.decidedBy == "builder=buildkit,delivery=rebuild")
    }

    @Test func imagesOfColdRebuildsCountAndThoseOfWarmUpsDoNot() throws {
        var run = same(promoted: 9, rebuilt: 2)
        run.plant([.rebuild: .init(30)], count: 2) { $0.warmup = true }
        #expect(try run.evidence().rebuilds.first?.compared == 12)
        run.plant([.promote: .init(5), .rebuild: .init(30)], count: 2, weight: 0) { $0.cold = true }
        let evidence = try run.evidence()
        #expect(evidence.rebuilds.first?.compared == 14 && evidence.rebuilds.first?.equal == 12)
        #expect(evidence.rebuilds.first?.saved?.count == 12)
        let rebuild = try #require(evidence.rebuilds.first)
        #expect(abs((rebuild.newPromoted ?? 0) - 5) < 0.02 && abs((rebuild.newRebuilt ?? 0) - 30) < 0.03)
        #expect(evidence.cold.map(\.delivery) == [.promote, .rebuild] && evidence.cold.map(\.wall.count) == [2, 2])
        #expect(try verdict(run).answer == .yes)
    }

    @Test func aChangeThatWasNotPromotedIsComparedWithNothingAndTold() throws {
        var run = same(promoted: 2, rebuilt: 10)
        let index = try #require(run.jobs.firstIndex { $0.configuration.delivery == .promote && $0.round == 3 })
        run.jobs[index].outcome = .refused
        run.jobs[index].failure = Failure(phase: .build, message: "the registry r has ended")
        let evidence = try run.evidence()
        #expect(evidence.rebuilds.first?.saved?.count == 11)
        #expect(evidence.warnings.contains { if case .unpaired(_, 1) = $0 { true } else { false } })
        #expect(
            evidence.warnings.contains {
                if case .failed(_, .refused, 1, 12, _, "the registry r has ended") = $0 { true } else { false }
            })
    }

    @Test func figuresOfJobsAndPushesAreFoundByTheirSeries() throws {
        let evidence = try same(promoted: 2, rebuilt: 10).evidence()
        #expect(evidence.series.map(\.delivery) == [.promote, .rebuild])
        #expect(evidence.series.map(\.cachedSteps) == [0, 24] && evidence.series.map(\.cacheableSteps) == [0, 36])
        #expect(evidence.series.map(\.bytes) == [2_000_000, 0])
        #expect(evidence.series.map(\.equalLayers) == [48, 48] && evidence.series.map(\.layers) == [48, 48])
        let push = try #require(evidence.pushes.first)
        #expect(push.pushes == 12 && push.firstBytes == 60_000_000 && push.laterBytes == 2_000_000)
    }

    @Test func theFloorAndOtherScenariosDoNotCount() throws {
        var run = same(promoted: 2, rebuilt: 10)
        let alone = try run.evidence().rebuilds
        run.plant([.promote: .init(9), .rebuild: .init(1)], fixture: "noop")
        #expect(try run.evidence().rebuilds == alone)
        var other = SyntheticRun()
        other.plant([1])
        let database = try other.database()
        #expect(try PromotionAnalysis.analyse(database, run: try #require(try database.latestRun())) == nil)
    }

    @Test func theAnswerNamesTheEngine() throws {
        var run = same(promoted: 2, rebuilt: 10)
        run.base.record.fingerprint.engine = ["version": "28.5.2", "suite": "forky", "image_store": "containerd"]
        let evidence = try run.evidence()
        #expect(evidence.engine == "Docker 28.5.2, Debian forky, containerd store")
        let question = PromotionQuestion()
        let answer = question.answer(evidence, question.verdict(on: evidence))
        #expect(answer.sentence.contains(evidence.engine))
        #expect(answer.sentence.contains("12 of 12 rebuilt images are the same"))
    }
}

/// The rule alone, on planted estimates.
struct PromotionRuleTests {
    private func saved(_ value: Double, _ interval: ClosedRange<Double>?, count: Int = 12) -> Estimate {
        Estimate(value: value, interval: interval, count: count)
    }

    private func judge(_ saved: Estimate?, _ equal: Int, of compared: Int) -> PromotionRule.Ruling {
        PromotionRule.judge(saved: saved, compared: compared, equal: equal)
    }

    @Test func fasterIsAboveZeroWithTheWholeInterval() {
        #expect(judge(saved(1, 0.001...2), 12, of: 12) == .init(answer: .yes, isFaster: true))
        #expect(judge(saved(1, 0...2), 12, of: 12).answer == .undecided)
    }

    @Test func asFastIsNoMoreThanZeroWithTheWholeInterval() {
        #expect(judge(saved(-1, -2...0), 12, of: 12) == .init(answer: .no))
        #expect(judge(saved(-1, -2...0.001), 12, of: 12).answer == .undecided)
        #expect((judge(saved(-1, -2...0.5), 12, of: 12).jobsNeeded ?? 0) > 0)
    }

    @Test func anyDifferenceOfImagesDecidesWithOrWithoutTimes() {
        #expect(judge(nil, 0, of: 1) == .init(answer: .yes, differs: true))
        #expect(judge(saved(-5, -6 ... -4), 11, of: 12) == .init(answer: .yes, differs: true))
        #expect(judge(saved(5, 4...6), 11, of: 12) == .init(answer: .yes, isFaster: true, differs: true))
    }

    @Test func whatWasNotMeasuredIsUndecided() {
        #expect(judge(nil, 3, of: 3) == .init(answer: .undecided, jobsNeeded: Estimate.fewestJobs))
        #expect(judge(saved(-5, nil, count: 2), 2, of: 2).jobsNeeded == 4)
        // No image was compared: a rebuild may be another.
        #expect(judge(saved(-5, -6 ... -4), 0, of: 0) == .init(answer: .undecided))
    }

    @Test func aNoNeedsAllAndNothingIsUndecided() {
        func rebuild(_ name: String, _ saved: Estimate, _ equal: Int) -> RebuildComparison {
            RebuildComparison(
                configuration: name, delivery: .rebuild, saved: saved, compared: 4, equal: equal)
        }
        let (no, open) = (rebuild("a", saved(-5, -6 ... -4), 4), rebuild("b", saved(0, -1...1), 4))
        #expect(PromotionRule.verdict([no]).answer == .no)
        // Of several, the one nearest to another answer is shown.
        let closer = rebuild("d", saved(-1, -2 ... -0.5), 4)
        #expect(PromotionRule.verdict([no, closer]).decidedBy == "d")
        #expect(PromotionRule.verdict([no, open]).answer == .undecided)
        #expect(PromotionRule.verdict([no, open]).decidedBy == "b")
        let yes = rebuild("c", saved(-9, -9 ... -8), 3)
        #expect(PromotionRule.verdict([no, open, yes]).decidedBy == "c")
        let nothing = PromotionRule.verdict([])
        #expect(nothing.answer == .undecided && nothing.estimate == nil && nothing.decidedBy == nil)
    }
}
