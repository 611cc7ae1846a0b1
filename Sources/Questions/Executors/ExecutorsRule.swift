/// The rule of `executors`, applied: pure, and fixed before any run.
enum ExecutorsRule {
    /// The most that the 95th percentile of the job's time may be over that of one executor.
    static let tailBound = 1.5
    /// The least by which throughput must have grown over the level before, as a share.
    static let growthBound = 0.05

    /// What one level showed.
    struct Level: Sendable, Equatable {
        /// How many executors.
        var executors: Int
        /// The 95th percentile of the jobs' time, in seconds; nil where it is not known.
        var tail: Double?
        /// Jobs a second; nil where it is not known.
        var throughput: Double?
        /// How many jobs did not succeed.
        var failed: Int
    }

    /// What a level broke.
    enum Breach: Sendable, Equatable {
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
    struct Knee: Sendable, Equatable {
        /// The largest number that still does; 0 where not even one executor does.
        var executors: Int
        /// The next level measured and what it broke; nil where the sweep ended before anything broke.
        var next: (executors: Int, breaches: [Breach])?

        /// By value.
        static func == (left: Knee, right: Knee) -> Bool {
            left.executors == right.executors && left.next?.executors == right.next?.executors
                && left.next?.breaches == right.next?.breaches
        }
    }

    /// Goes up the levels until one breaks the rule; nil where one executor was not measured, by which all are judged.
    static func knee(_ levels: [Level]) -> Knee? {
        let ordered = levels.sorted { $0.executors < $1.executors }
        guard let first = ordered.first, first.executors == 1, let base = first.tail, base > 0,
            var before = first.throughput
        else { return nil }
        guard first.failed == 0 else { return Knee(executors: 0, next: (1, [.failures(first.failed)])) }
        var knee = 1
        for level in ordered.dropFirst() {
            let breaches = breaches(level, base: base, before: before)
            guard breaches.isEmpty, let throughput = level.throughput else {
                return Knee(executors: knee, next: (level.executors, breaches))
            }
            knee = level.executors
            before = throughput
        }
        return Knee(executors: knee, next: nil)
    }

    private static func breaches(_ level: Level, base: Double, before: Double) -> [Breach] {
        guard let tail = level.tail, let throughput = level.throughput else { return [.unknown] }
        var breaches: [Breach] = []
        if tail > tailBound * base { breaches.append(.tail(tail / base)) }
        if throughput < (1 + growthBound) * before { breaches.append(.growth(throughput / before - 1)) }
        if level.failed > 0 { breaches.append(.failures(level.failed)) }
        return breaches
    }
}
