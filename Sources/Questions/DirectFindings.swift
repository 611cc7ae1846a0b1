import Model

/// The jobs of a series, each beside the same command without an engine.
struct DirectFindings: Sendable, Equatable {
    /// A paired difference in seconds.
    struct Difference: Sendable, Equatable {
        /// The Hodges–Lehmann estimate: the median of all means of two differences.
        var shift: Double
        /// Its 95 % interval; nil where the pairs are too few.
        var interval: ClosedRange<Double>?
        /// How probable so large a difference were if there was none (Wilcoxon's signed ranks, two-sided); nil where
        /// the pairs are too few.
        var probability: Double?
    }

    /// How many pairs there are: warm jobs that succeeded, whose direct run ended with status 0.
    var pairs: Int
    /// In how many of them the direct run came first.
    var directFirst: Int
    /// Median seconds of the direct runs.
    var seconds: Double
    /// The most usual kind of change: a job after another kind also rebuilds more, and rare kinds are over-sampled.
    var usualClass: ChangeClass
    /// How many pairs are of that kind.
    var usualPairs: Int
    /// Wall time of the job less the direct run, over the pairs of the most usual kind: what the whole container job costs
    /// over the bare command.
    var job: Difference
    /// The command in its container less the direct run, over all pairs: whether the command itself is slower there.
    var command: Difference

    /// Whether either order came at most one pair in ten more often than the other, or one pair.
    var isBalanced: Bool {
        abs(2 * directFirst - pairs) <= max(1, pairs / 10)
    }
}
