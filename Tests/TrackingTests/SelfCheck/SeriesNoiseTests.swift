import Model
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// Figures of noise, against closed forms.
struct SeriesNoiseTests {
    private func series(_ values: [Double], _ metric: String = "build_s") throws -> MeasuredSeries {
        MeasuredSeries(key: Planted.key(metric), metric: try present(MetricTable.standard[metric]), values: values)
    }

    private func noise(
        _ first: [Double], _ second: [Double], metric: String = "build_s", level: Double = 0.01
    ) throws -> SeriesNoise {
        try present(SeriesNoise(try series(first, metric), try series(second, metric), level: level, seed: 1))
    }

    @Test func theDeviationIsTheScaledMedianDistance() throws {
        let found = try noise([1.9, 2.1, 2.0, 1.9], [2.1, 2.1, 1.9, 90])
        #expect(abs(found.median - 2.05) < 1e-12)
        // Distances from 2.05: 0.15 × 3, 0.05 × 4, and the outlier's: the middle two are 0.05 and 0.15.
        #expect(abs((found.deviation ?? 0) - 1.4826 * 0.10 / 2.05) < 1e-9)
        #expect(found.count == 4 && !found.isConstant)
    }

    @Test func theSmallestChangeIsThatOfTheNormalApproximation() throws {
        // 24 values at the quantiles of a normal distribution with a standard deviation of 2 %.
        let quantiles = [
            -2.037, -1.534, -1.258, -1.054, -0.887, -0.743, -0.613, -0.493, -0.380, -0.271, -0.162, -0.054,
        ]
        let values = (quantiles + quantiles.map { -$0 }).map { 10 * (1 + 0.02 * $0) }
        let first = values.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        let second = values.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        let found = try noise(first, second)
        // (z of 0.995 + z of 0.95) σ √(2 / n), by √(3 / π) more for ranks; small samples and resampling leave some room.
        let expected = (2.576 + 1.645) * 0.02 * (2.0 / 12).squareRoot() / 0.977
        let smallest = try present(found.smallest)
        #expect(smallest > 0.7 * expected && smallest < 1.5 * expected, "\(smallest) for \(expected)")
        let ten = try present(found.jobsForTenPercent)
        let five = try present(found.jobsForFivePercent)
        #expect(ten < five && five <= 24 && ten >= 5)
        #expect((found.deviation ?? 0) > 0.015 && (found.deviation ?? 0) < 0.025)
    }

    @Test func whatIsAlwaysTheSameShowsAnyChange() throws {
        let found = try noise([3, 3, 3], [3, 3, 3], metric: "hits")
        #expect(found.isConstant && found.deviation == 0 && found.smallest == nil && found.jobsForTenPercent == nil)
    }

    @Test func aMedianOfNothingHasNoShares() throws {
        let found = try noise([0, 0, 0, 1], [0, 0, 2, 0], metric: "engine_grown_bytes")
        #expect(found.deviation == nil && found.smallest == nil && found.jobsForFivePercent == nil)
    }

    @Test func totalsHaveNoNoise() throws {
        let failed = try series([0], "failed_jobs")
        #expect(SeriesNoise(failed, failed, level: 0.01, seed: 1) == nil)
    }
}
