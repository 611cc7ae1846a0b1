import Foundation
import Statistics

/// What makes a commit worse than the base: at least half of what the head is worse by, beyond chance.
enum ProbeRule: Sendable, Equatable {
    /// Of times: half of the head's shift, as a logarithm of a ratio.
    case timed(half: Double)
    /// Of counts: a pair counts as moved from `half` on, in the metric's unit. `share` of the head's pairs have moved.
    case counted(half: Double, share: Double)

    /// - Parameter level: the probability of a wrong verdict that is accepted for this commit.
    func verdict(on figures: ProbeFigures, of metric: BisectedMetric, level: Double) -> ProbeReading.Verdict {
        if figures.unmeasured != nil { return .unmeasured }
        switch self {
        case .timed(let half):
            let ratios = Array(figures.ratios.joined())
            guard !ratios.isEmpty, let interval = PairedShift(ratios, level: 1 - level).interval else {
                return .unclear
            }
            return interval.low > half ? .worse : interval.high < half ? .notWorse : .unclear
        case .counted(let half, let share):
            let pairs = figures.pairs
            let moved = pairs.count { metric.worsening($0) >= half }
            if share == 1, metric.isExact, moved == pairs.count { return .worse }
            if share == 1, metric.isExact, moved == 0 { return .notWorse }
            // Jobs may fail, or leave things behind, at times only: in how many is a matter of chance.
            func isRare(_ probability: Double) -> Bool { probability <= level }
            if isRare(ShareTest.probability(atLeast: moved, of: pairs.count, share: share / 2)) { return .worse }
            if isRare(ShareTest.probability(atMost: moved, of: pairs.count, share: share / 2)) { return .notWorse }
            return .unclear
        }
    }
}
