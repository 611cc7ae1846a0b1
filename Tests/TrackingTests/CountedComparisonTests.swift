import Foundation
import Model
import Testing
import Tracking

@testable import SyntheticRuns

/// Counts that are the same from job to job, and totals, are exact; other counts are tested.
struct CountedComparisonTests {
    private func compare(
        _ metric: String, _ base: [Double], _ candidate: [Double], history: [[Double]] = []
    ) throws -> SeriesComparison {
        let comparison = Comparison.make(
            base: try Planted.run(try Planted.summary(), [metric: base]),
            candidate: try Planted.run(try Planted.summary(), [metric: candidate]),
            history: try history.map { try Planted.run(try Planted.summary(), [metric: $0]) })
        return try present(comparison.series.first)
    }

    @Test func anyChangeOfAConstantCountIsCertain() throws {
        let more = try compare("requests", [9, 9], [10, 10])
        #expect(more.verdict == .worse && more.isExact && more.shift == 1 && more.p == nil)
        #expect(try compare("requests", [9, 9], [8, 8]).verdict == .better)
        #expect(try compare("requests", [9, 9], [9, 9]).verdict == .same)
    }

    @Test func fewerHitsAreWorse() throws {
        #expect(try compare("hits", [8, 8, 8], [7, 7, 7]).verdict == .worse)
        #expect(try compare("hits", [7, 7, 7], [8, 8, 8]).verdict == .better)
        #expect(try compare("misses", [0, 0, 0], [1, 1, 1]).verdict == .worse)
    }

    /// More of what neither more nor less is better of is shown, and no regression: certain or tested.
    @Test(arguments: ["image_shared_bytes", "dockerfile_lines", "somebody_elses_points"], [1.1, 0.9])
    func whatHasNoDirectionIsNeverJudged(name: String, factor: Double) throws {
        let metric = try present(MetricTable.standard.metric(ofPoints: name, unit: "byte"))
        func run(_ values: [Double]) throws -> MeasuredRun {
            let series = MeasuredSeries(key: Planted.key(name), metric: metric, values: values)
            return MeasuredRun(run: try Planted.summary(), series: [series])
        }
        let varied = Planted.spread(1000, count: 30)
        for (base, isExact) in [([1000.0, 1000, 1000], true), (varied, false)] {
            let comparison = Comparison.make(base: try run(base), candidate: try run(base.map { $0 * factor }))
            let found = try present(comparison.series.first)
            #expect(found.verdict == .unjudged && found.isExact == isExact && found.shift != 0)
            #expect(comparison.outcome == .unchanged && comparison.unjudged.map(\.key) == [found.key])
            #expect(comparison.tests == 0)
            #expect(Comparison.make(base: try run(base), candidate: try run(base)).outcome == .unchanged)
        }
    }

    @Test func oneValueASideShowsNoConstantUnlessEarlierRunsDo() throws {
        let single = try compare("requests", [9], [10])
        #expect(single.verdict == .undecided && single.doubt == .notRepeated)
        #expect(try compare("requests", [9], [9]).verdict == .same)
        #expect(try compare("requests", [9], [10], history: [[9]]).verdict == .worse)
        #expect(try compare("requests", [9], [10], history: [[8]]).verdict == .undecided)
    }

    @Test func aLeakIsATotalAndCertain() throws {
        let leak = try compare("leaks.container", [0], [1])
        #expect(leak.verdict == .worse && leak.isExact && leak.relative == nil && leak.metric.isTotal)
        #expect(try compare("leaks.container", [1], [0]).verdict == .better)
    }

    @Test func aCountThatVariesIsTested() throws {
        let grown = (0..<12).map { 1_000_000 + Double(($0 * 5) % 12) * 1000 }
        let more = try compare("engine_grown_bytes", grown, grown.map { $0 * 1.05 })
        #expect(more.verdict == .worse && !more.isExact && (more.adjusted ?? 1) < 0.001)
        #expect(try compare("engine_grown_bytes", grown, grown).verdict != .worse)
    }

    @Test func aShiftOfTheFewIsSeenWhereMostStayTheSame() throws {
        // Of 400 jobs one in ten missed, then three in ten: the median of differences is 0.
        let base = (0..<400).map { $0 % 10 == 0 ? 1.0 : 0 }
        let candidate = (0..<400).map { $0 % 10 < 3 ? 1.0 : 0 }
        let misses = try compare("misses", base, candidate)
        #expect(misses.verdict == .worse && abs(misses.shift - 0.2) < 1e-9 && misses.interval == nil)
        let few = try compare("misses", Array(base.prefix(10)), Array(candidate.prefix(10)))
        #expect(few.verdict == .undecided)
    }

    @Test func aFailedJobComesBeforeAllElse() throws {
        let columns: ([Double], Double) -> [String: [Double]] = { ["wall_s": $0, "failed_jobs": [$1]] }
        let comparison = Comparison.make(
            base: try Planted.run(try Planted.summary(), columns(Planted.spread(11), 0)),
            candidate: try Planted.run(try Planted.summary(), columns(Planted.spread(10), 2)))
        #expect(comparison.outcome == .regression && comparison.failedMore == 2)
        #expect(comparison.better.map(\.metric.id) == ["wall_s"])
    }

    @Test func seriesKeepConstantsSmallAndValuesInOrder() throws {
        let constant = try Planted.series("requests", [9, 9, 9])
        #expect(constant.constant == 9 && constant.values == [9, 9, 9] && constant.count == 3)
        let mixed = try Planted.series("requests", [9, 9, 7, 9, .nan, .infinity])
        #expect(mixed.constant == nil && mixed.values == [9, 9, 7, 9] && mixed.count == 4)
        let none = try Planted.series("requests", [])
        #expect(none.constant == nil && none.values.isEmpty)
    }
}
