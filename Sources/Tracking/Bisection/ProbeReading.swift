import Foundation
import Model
import Statistics

/// What one commit's pairs say: the figures that are shown, and the verdict.
package struct ProbeReading: Sendable {
    package enum Verdict: String, Sendable, Codable {
        case worse
        case notWorse = "not_worse"
        /// The pairs do not decide it, even those of repeated runs.
        case unclear
        /// The metric has no value, as the commit's jobs fail.
        case unmeasured
    }

    /// 0 is the base; the last is the head.
    package let position: Int
    package let verdict: Verdict
    /// Whether the same commit is measured again, with more rounds.
    package let isRepeated: Bool
    package let pairs: Int
    /// Of times and bytes the medians; of other counts the means over jobs. Nil without pairs.
    package let base, candidate: Double?
    /// Of times a share of the base; of counts the mean difference, in their unit.
    package let shift: Double?
    /// The 95 % interval of a time's shift; nil for counts, and where there are too few pairs.
    package let interval: Interval?
    /// The probability of such a shift by chance; nil for counts.
    package let p: Double?
    /// Why the first of the commit's jobs failed; nil if none did.
    package let failure: String?

    init(
        _ figures: ProbeFigures, of metric: BisectedMetric, at position: Int, _ verdict: Verdict, isRepeated: Bool
    ) {
        (self.position, self.verdict, self.isRepeated) = (position, verdict, isRepeated)
        failure = figures.failure
        let pairs = figures.pairs
        self.pairs = pairs.count
        func middle(_ values: [Double]) -> Double? {
            guard !values.isEmpty else { return nil }
            return metric.isTimed || metric.isBytes ? median(values) : values.reduce(0, +) / Double(values.count)
        }
        base = middle(pairs.map(\.base))
        candidate = middle(pairs.map(\.candidate))
        let ratios = figures.ratios
        guard metric.isTimed, !ratios.joined().isEmpty else {
            shift = metric.isTimed ? nil : middle(pairs.map { $0.candidate - $0.base })
            (interval, p) = (nil, nil)
            return
        }
        let moved = PairedShift(Array(ratios.joined()))
        shift = exp(moved.shift) - 1
        interval = moved.interval.map { Interval(low: exp($0.low) - 1, high: exp($0.high) - 1, level: $0.level) }
        p = StratifiedSignedRank(ratios).p
    }
}

extension ProbeFigures {
    /// Of times: by configuration, the logarithms of the pairs' ratios.
    var ratios: [[Double]] {
        strata.sorted { $0.key < $1.key }.map { _, pairs in
            pairs.filter { min($0.base, $0.candidate) > 0 }.map { log($0.candidate / $0.base) }
        }
    }
}
