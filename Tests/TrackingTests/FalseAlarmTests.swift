import Foundation
import Model
import Testing
import Tracking

@testable import SyntheticRuns

/// How often like runs alarm, and how often a planted slow-down is caught. Seeded: the same on every machine.
struct FalseAlarmTests {
    private static let metrics = ["wall_s", "build_s"]

    /// Compares runs of two series, 12 values each, and counts the comparisons of a kind.
    ///
    /// - Parameter slower: by how much of it the candidate's build is slower.
    private func count(
        _ comparisons: Int, noise: Double, slower: Double = 0, terms: ComparisonTerms = ComparisonTerms(),
        seed: UInt64, where isCounted: (Comparison) -> Bool
    ) throws -> Int {
        var generator = SeededGenerator(seed: seed)
        let (base, candidate) = (try Planted.summary(), try Planted.summary())
        var counted = 0
        for _ in 0..<comparisons {
            var first: [String: [Double]] = [:]
            var second: [String: [Double]] = [:]
            for metric in Self.metrics {
                let middle = 10.0 * (metric == "build_s" ? 1 + slower : 1)
                first[metric] = Planted.noisy(10, noise: noise, count: 12, &generator)
                second[metric] = Planted.noisy(middle, noise: noise, count: 12, &generator)
            }
            let comparison = Comparison.make(
                base: try Planted.run(base, first), candidate: try Planted.run(candidate, second), terms: terms)
            if isCounted(comparison) { counted += 1 }
        }
        return counted
    }

    @Test func likeRunsAlarmInAtMostOneOfAHundredComparisons() throws {
        let alarms = try count(1000, noise: 0.03, seed: 11) { $0.outcome != .unchanged }
        #expect(alarms <= 10)
    }

    @Test func theCorrectionAloneHoldsTheLevelWithoutAThreshold() throws {
        let terms = ComparisonTerms(level: 0.05, timedThreshold: 0)
        let alarms = try count(400, noise: 0.1, terms: terms, seed: 12) { $0.outcome != .unchanged }
        // 20 are expected at most, with a standard deviation of 4.4.
        #expect(alarms <= 35)
        // A comparison that never alarms would pass that too.
        #expect(alarms >= 5)
    }

    @Test func aSlowDownOfTenPerCentIsCaughtAndNamed() throws {
        let caught = try count(100, noise: 0.03, slower: 0.1, seed: 13) { comparison in
            comparison.outcome == .regression && comparison.worse.map(\.metric.id) == ["build_s"]
        }
        #expect(caught >= 95)
    }
}
