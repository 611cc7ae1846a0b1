import Testing

@testable import Questions

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
