import Foundation
import Statistics
import Testing

@testable import SyntheticRuns
@testable import Tracking

/// The band of a night rests on the nights before it, and on those alone.
struct NoiseBandTests {
    private func line(_ overheads: [Double]) throws -> MetricHistory.Line {
        let (database, _) = try PlantedNights.database(overheads)
        return try present(try MetricHistory.read(database, metric: "overhead_s").lines.first)
    }

    @Test func itNeedsFiveEarlierNights() throws {
        let ranges = NoiseBand.ranges(of: try line([1, 1.01, 0.99, 1.02, 0.98, 1]))
        #expect(ranges.map { $0 == nil } == [true, true, true, true, true, false])
    }

    @Test func itIsThreeRobustDeviationsAboutTheMedianOfTheNightsBefore() throws {
        // Median 1, median distance from it 0.01.
        let range = try present(NoiseBand.ranges(of: try line([1, 1.01, 0.99, 1.02, 0.98, 7])).last ?? nil)
        #expect(abs(range.lowerBound - (1 - 3 * 1.4826 * 0.01)) < 1e-9)
        #expect(abs(range.upperBound - (1 + 3 * 1.4826 * 0.01)) < 1e-9)
    }

    @Test func itBeginsAnewAtAStep() throws {
        let stepped = try line(PlantedNights.stepped)
        let ranges = NoiseBand.ranges(of: stepped)
        #expect(stepped.steps.map(\.index) == [8])
        #expect(ranges[7] != nil && ranges[8...12].allSatisfy { $0 == nil })
        #expect(try present(ranges[13]).contains(1.5))
    }

    @Test func oldNightsAreForgotten() throws {
        let noisy = [Double](repeating: 1, count: 5) + [Double](repeating: 1.3, count: 5)
        let quiet = (0..<20).map { $0.isMultiple(of: 2) ? 1 : 1.001 }
        let found = try line(noisy + quiet)
        let old = MetricHistory.Line(key: found.key, points: found.points, steps: [])
        let range = try present(NoiseBand.ranges(of: old).last ?? nil)
        #expect(range.upperBound - range.lowerBound < 0.02)
    }
}
