import Testing

@testable import Questions

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

    @Test func questionsAreAllThereAndThoseWithAReportAreMeasured() {
        #expect(Questions.all.count == 19)
        #expect(Set(Questions.all.map(\.id)).count == 19)
        #expect(
            Questions.all.filter { $0.state == .measured }.map(\.id) == [
                "build-overhead", "executors", "cleanup", "storage", "garbage", "central-cache",
                "cacheable-dependencies", "base-images", "isolation", "worker-dependencies", "ops-requirements",
                "capacity",
            ])
        #expect(Questions.all.allSatisfy { !$0.rule.isEmpty && !$0.words.isEmpty && !$0.measuredBy.isEmpty })
    }
}
