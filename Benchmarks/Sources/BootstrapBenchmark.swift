import Foundation
import Model
import Statistics

/// Intervals by the bias-corrected and accelerated bootstrap: 10,000 resamples of 1,000 values.
struct BootstrapBenchmark {
    private static let rounds = 15

    func figures() async throws -> [Figure] {
        var random = SeededGenerator(seed: 1)
        let values = (0..<1000).map { _ in Double.random(in: 0.5...1.5, using: &random) }
        let sample = try Sample(values)
        let bootstrap = Bootstrap(resamples: 10_000, method: .biasCorrected)
        var medians: [Double] = []
        var means: [Double] = []
        for round in 0..<Self.rounds {
            var generator = SeededGenerator(seed: UInt64(round))
            medians.append(
                try await seconds {
                    try check(bootstrap.medianInterval(of: sample, using: &generator))
                })
            means.append(
                try await seconds {
                    try check(
                        bootstrap.interval(of: sample, using: &generator) { $0.reduce(0, +) / Double($0.count) })
                })
        }
        note(
            String(
                format: "bootstrap of a mean, as of any statistic, n = %d: %.1f ms", means.count, 1000 * median(means)))
        return [Figure(name: "bootstrap_interval", value: 1000 * median(medians), bound: 50, unit: " ms")]
    }

    private func check(_ interval: Interval?) throws {
        guard let interval, interval.low > 0.9, interval.high < 1.1 else {
            throw BareClient.Failed(description: "an interval of the middle of values around 1 is far from it")
        }
    }
}
