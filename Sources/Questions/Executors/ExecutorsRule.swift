/// The rule of `executors`, applied: pure, and fixed before any run.
enum ExecutorsRule {
    /// The most that the 95th percentile of the job's time may be over that of one executor.
    static let tailBound = 1.5
    /// The least by which throughput must have grown over the level before, as a share.
    static let growthBound = 0.05

    /// What one level showed.
    struct Level {
        var executors: Int
        /// The 95th percentile of the jobs' time, in seconds; nil where it is not known.
        var tail: Double?
        /// Jobs a second; nil where it is not known.
        var throughput: Double?
        /// How many jobs did not succeed.
        var failed: Int
    }

    /// What a level broke.
    enum Breach: Sendable {
        /// The 95th percentile is so many times that of one executor.
        case tail(Double)
        /// Throughput grew by this share only.
        case growth(Double)
        /// So many jobs did not succeed.
        case failures(Int)
        /// Its figures are not known.
        case unknown
    }

    /// Where a sweep bends.
    struct Knee: Sendable {
        /// A level that broke the rule.
        struct Next: Sendable {
            var executors: Int
            var breaches: [Breach]
        }

        /// The largest number that still does; 0 where not even one executor does.
        var executors: Int
        /// The next level measured and what it broke; nil where the sweep ended before anything broke.
        var next: Next?
    }

    /// Goes up the levels until one breaks the rule; nil where one executor was not measured, by which all are judged.
    static func knee(_ levels: [Level]) -> Knee? {
        let ordered = levels.sorted { $0.executors < $1.executors }
        guard let first = ordered.first, first.executors == 1, let base = first.tail, base > 0,
            var before = first.throughput
        else { return nil }
        guard first.failed == 0 else {
            return Knee(executors: 0, next: .init(executors: 1, breaches: [.failures(first.failed)]))
        }
        var knee = 1
        for level in ordered.dropFirst() {
            let breaches = breaches(level, base: base, before: before)
            guard breaches.isEmpty, let throughput = level.throughput else {
                return Knee(executors: knee, next: .init(executors: level.executors, breaches: breaches))
            }
            knee = level.executors
            before = throughput
        }
        return Knee(executors: knee)
    }

    private static func breaches(_ level: Level, base: Double, before: Double) -> [Breach] {
        guard let tail = level.tail, let throughput = level.throughput else { return [.unknown] }
        var breaches: [Breach] = []
        if tail > tailBound * base { breaches.append(.tail(tail / base)) }
        if throughput < (1 + growthBound) * before { breaches.append(.growth(throughput / before - 1)) }
        if level.failed > 0 { breaches.append(.failures(level.failed)) }
        return breaches
    }

    /// The builder of which the fewest fit decides, one that is undecided before others.
    static func verdict(_ sweeps: [SweepEvidence]) -> Verdict {
        let worst = sweeps.min {
            ($0.answer == .undecided ? 0 : 1, $0.knee?.executors ?? 0) < (
                $1.answer == .undecided ? 0 : 1, $1.knee?.executors ?? 0
            )
        }
        return Verdict(
            worst?.answer ?? .undecided, estimate: worst?.estimate, unit: "executors", decidedBy: worst?.configuration)
    }
}
