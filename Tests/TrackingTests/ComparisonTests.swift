import Foundation
import Testing
import Tracking

@testable import SyntheticRuns

/// What is planted in one of two runs is what their comparison finds, in the right direction.
struct ComparisonTests {
    private func compare(
        _ base: [String: [Double]], _ candidate: [String: [Double]], terms: ComparisonTerms = ComparisonTerms(),
        history: [[String: [Double]]] = []
    ) throws -> Comparison {
        Comparison.make(
            base: try Planted.run(try Planted.summary(), base),
            candidate: try Planted.run(try Planted.summary(), candidate), terms: terms,
            history: try history.map { try Planted.run(try Planted.summary(), $0) })
    }

    private func only(_ comparison: Comparison) throws -> SeriesComparison {
        #expect(comparison.series.count == 1)
        return try present(comparison.series.first)
    }

    @Test func aSlowerTimeIsWorseAndAFasterOneBetter() throws {
        let slower = try compare(["wall_s": Planted.spread(10)], ["wall_s": Planted.spread(11)])
        let worse = try only(slower)
        #expect(worse.verdict == .worse && slower.outcome == .regression)
        #expect(abs(worse.shift - 1) < 0.05 && abs((worse.relative ?? 0) - 0.1) < 0.01)
        let interval = try present(worse.interval)
        #expect(interval.low > 0.8 && interval.high < 1.2 && interval.contains(1))
        #expect(worse.magnitude == .large && worse.baseCount == 12)
        let faster = try compare(["wall_s": Planted.spread(11)], ["wall_s": Planted.spread(10)])
        #expect(try only(faster).verdict == .better && faster.outcome == .improvement)
    }

    @Test func theSameTimesDidNotMove() throws {
        let comparison = try compare(["wall_s": Planted.spread(10)], ["wall_s": Planted.spread(10)])
        #expect(try only(comparison).verdict == .same && comparison.outcome == .unchanged)
    }

    @Test func aShiftBelowTheThresholdDoesNotCount() throws {
        let values = ["wall_s": Planted.spread(10, 0.002)]
        let comparison = try compare(values, ["wall_s": Planted.spread(10.3, 0.002)])
        let one = try only(comparison)
        #expect((one.adjusted ?? 1) < 0.001 && one.verdict == .same)
        let strict = try compare(
            values, ["wall_s": Planted.spread(10.3, 0.002)], terms: ComparisonTerms(level: 0.01, timedThreshold: 0.02))
        #expect(try only(strict).verdict == .worse)
    }

    @Test func aTimeBelowAMillisecondDoesNotCountHoweverLargeItsShare() throws {
        let comparison = try compare(["cleanup_s": Planted.spread(0.001)], ["cleanup_s": Planted.spread(0.0015)])
        #expect(try only(comparison).verdict == .same)
    }

    @Test func tooFewValuesClaimNothingAndSayHowManyWould() throws {
        let comparison = try compare(["wall_s": Planted.spread(10, count: 3)], ["wall_s": Planted.spread(20, count: 3)])
        let one = try only(comparison)
        // Of three a side the smallest p is 0.1; of five it is 2 / (10 choose 5) = 0.0079.
        #expect(one.verdict == .undecided && one.doubt == .tooFew(needed: 5) && one.adjusted == nil)
        #expect(comparison.outcome == .unchanged && comparison.tests == 0)
    }

    @Test func whatNoiseCouldHideIsUndecidedAndSaysHowMuch() throws {
        let comparison = try compare(["wall_s": Planted.spread(10, 0.3)], ["wall_s": Planted.spread(10.4, 0.3)])
        let one = try only(comparison)
        guard case .tooNoisy(let hides)? = one.doubt else {
            Issue.record("not too noisy: \(one)")
            return
        }
        #expect(one.verdict == .undecided && hides > 0.5 && hides < 6)
    }

    @Test func severalTestsAreCorrected() throws {
        var base: [String: [Double]] = [:]
        var candidate: [String: [Double]] = [:]
        for metric in ["wall_s", "overhead_s", "context_s", "build_s", "run_s"] {
            base[metric] = Planted.spread(10)
            candidate[metric] = Planted.spread(metric == "build_s" ? 11 : 10)
        }
        let comparison = try compare(base, candidate)
        #expect(comparison.tests == 5 && comparison.worse.map(\.metric.id) == ["build_s"])
        let build = try present(comparison.worse.first)
        #expect(abs((build.adjusted ?? 0) - 5 * (build.p ?? 0)) < 1e-12)
    }

    @Test func testsOfTooFewValuesDoNotWeighOnTheOthers() throws {
        let comparison = try compare(
            ["wall_s": Planted.spread(10), "build_s": Planted.spread(1, count: 2)],
            ["wall_s": Planted.spread(11), "build_s": Planted.spread(2, count: 2)])
        #expect(comparison.tests == 1)
        let wall = try present(comparison.worse.first)
        #expect(wall.adjusted == wall.p)
    }

    @Test func whatOnlyOneSideHasIsListed() throws {
        let comparison = try compare(
            ["wall_s": Planted.spread(10), "build_s": [1, 2]], ["wall_s": Planted.spread(10), "run_s": [1, 2]])
        #expect(comparison.onlyInBase == [Planted.key("build_s")])
        #expect(comparison.onlyInCandidate == [Planted.key("run_s")])
    }

    @Test func aThresholdComesFromTheHistoryWhereThereIsOne() throws {
        // Medians of 10 ± 1: a tenth more is nothing new.
        let restless = [9.0, 9.5, 10, 10.5, 11].map { ["wall_s": [$0]] }
        let base = ["wall_s": Planted.spread(10, 0.002)]
        let candidate = ["wall_s": Planted.spread(11, 0.002)]
        let within = try compare(base, candidate, history: restless)
        #expect(try only(within).verdict == .same)
        #expect(try only(within).threshold.source == .history(runs: 5))
        // Median distance 0.5 from 10, 1.4826 · 0.5 · 3 · √2.
        #expect(abs(try only(within).threshold.shift - 3.1451) < 0.001)
        // Medians of 10 ± 0.02: 3 % more is.
        let quiet = [9.98, 9.99, 10, 10.01, 10.02].map { ["wall_s": [$0]] }
        let beyond = try compare(base, ["wall_s": Planted.spread(10.3, 0.002)], history: quiet)
        #expect(try only(beyond).verdict == .worse)
        let short = try compare(base, ["wall_s": Planted.spread(10.3, 0.002)], history: Array(quiet.prefix(4)))
        #expect(try only(short).verdict == .same && only(short).threshold.source == .fixed)
    }

    @Test func moreValuesThanAreLookedAtComeToTheSame() throws {
        var terms = ComparisonTerms()
        terms.mostValues = 50
        let comparison = try compare(
            ["wall_s": Planted.spread(10, count: 1001)], ["wall_s": Planted.spread(11, count: 1001)], terms: terms)
        let one = try only(comparison)
        #expect(one.verdict == .worse && one.baseCount == 1001 && abs(one.shift - 1) < 0.02)
        #expect(one.interval?.contains(1) == true)
    }
}
