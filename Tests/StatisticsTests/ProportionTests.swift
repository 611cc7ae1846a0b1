import Statistics
import Testing

@Suite struct ProportionTests {
    /// scipy.stats.binomtest(count, trials).proportion_ci(method="wilson")
    @Test func agreesWithScipy() {
        let interval = Proportion(19, of: 20).interval
        #expect(abs(interval.low - 0.763868806553258) < 1e-8 && abs(interval.high - 0.9911185511992047) < 1e-8)
    }

    @Test func noneAndAllAreNotCertain() {
        let (none, all) = (Proportion(0, of: 10).interval, Proportion(10, of: 10).interval)
        #expect(none.low == 0 && none.high > 0.2 && none.high < 0.3)
        #expect(abs(all.high - 1) < 1e-12 && abs(all.low - (1 - none.high)) < 1e-12)
    }

    @Test func moreTrialsTellMore() {
        let widths = [1, 10, 100, 1000].map { Proportion($0, of: 2 * $0).interval }.map { $0.high - $0.low }
        #expect(widths == widths.sorted(by: >))
    }

    @Test func withoutTrialsNothingIsKnown() {
        let nothing = Proportion(0, of: 0)
        #expect(nothing.rate == 0 && nothing.interval.low == 0 && nothing.interval.high == 1)
    }
}
