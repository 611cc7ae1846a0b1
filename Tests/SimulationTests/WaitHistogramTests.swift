import Foundation
import Model
import Testing

@testable import Simulation

@Suite struct WaitHistogramTests {
    /// Waits over eight powers of ten, each as likely as the other.
    private func spread(_ count: Int) -> [Double] {
        var generator = SeededGenerator(seed: 7)
        return (0..<count).map { _ in 0.01 * pow(1e8, generator.uniform()) }
    }

    @Test func quantilesAreWithinTheErrorThatIsPromised() throws {
        let waits = spread(20_000)
        var histogram = WaitHistogram(bound: 60)
        for wait in waits { histogram.record(wait) }
        let sorted = waits.sorted()
        for share in [0.001, 0.05, 0.5, 0.9, 0.95, 0.99, 0.999, 1] {
            // The value of the rank, without interpolation: 20000 × share is whole.
            let exact = sorted[Int((20_000 * share).rounded()) - 1]
            let found = try #require(histogram.quantile(share))
            #expect(abs(found - exact) <= exact * WaitHistogram.relativeError, "\(share)")
        }
    }

    @Test func countMeanMaximumAndBoundAreExact() {
        let waits = spread(5000)
        var histogram = WaitHistogram(bound: 60)
        for wait in waits { histogram.record(wait) }
        #expect(histogram.count == 5000)
        #expect(histogram.maximum == waits.max())
        #expect(histogram.mean == waits.reduce(0, +) / 5000)
        #expect(histogram.countAtBound == waits.count { $0 >= 60 })
        #expect(histogram.shareAtBound == Double(waits.count { $0 >= 60 }) / 5000)
    }

    @Test func theBoundIsJudgedByCountsAndNotByBuckets() {
        // 59.99 and 60.01 stand in one bucket.
        var histogram = WaitHistogram(bound: 60)
        for _ in 0..<95 { histogram.record(59.99) }
        for _ in 0..<5 { histogram.record(60.01) }
        #expect(histogram.isUnderBound(at: 0.95))
        histogram.record(60)
        #expect(!histogram.isUnderBound(at: 0.95))
    }

    @Test func noWaitAndExtremesHaveTheirPlace() {
        var histogram = WaitHistogram(bound: 60)
        #expect(histogram.quantile(0.5) == nil && histogram.mean == 0)
        histogram.record(0)
        #expect(histogram.quantile(0.5) == 0 && histogram.quantile(1) == 0)
        histogram.record(1e12)
        #expect(histogram.quantile(1) == 1e12 && histogram.quantile(0.5) == 0)
        #expect(histogram.quantile(1.1) == nil && histogram.quantile(-0.1) == nil)
        #expect(histogram.countAtBound == 1)
    }

    @Test func neighboursOfAPowerOfTwoKeepTheirOrder() throws {
        var previous = -1.0
        for wait in [0x1p-10, 0x1p-9.nextDown, 0x1p-9, 0x1p-9.nextUp, 1.0.nextDown, 1, 1.0.nextUp, 64, 65] {
            var histogram = WaitHistogram(bound: 60)
            histogram.record(wait)
            histogram.record(1e6)
            let found = try #require(histogram.quantile(0.5))
            #expect(abs(found - wait) <= wait * WaitHistogram.relativeError && found >= previous)
            previous = found
        }
    }
}
