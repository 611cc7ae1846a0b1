/// Builds with given arrivals and durations: a record of a real fleet, or a queue whose solution is known.
package struct TraceReplay: Sendable, Equatable {
    package struct Arrival: Sendable, Equatable {
        /// Arrival, in seconds from any origin.
        package var at: Double
        /// How long it takes with its worker to itself, in seconds.
        package var work: Double
        /// Whether its wait counts; others only occupy an executor.
        package var isCounted: Bool

        package init(at: Double, work: Double, isCounted: Bool = true) {
            (self.at, self.work, self.isCounted) = (at, work, isCounted)
        }
    }

    package var workers: Int
    /// Concurrent builds on each worker.
    package var executors: Int
    /// The factor by which a build takes longer while k run on its worker, at index k − 1; at least one per executor.
    package var slowdown: [Double]
    /// Waits of at least this many seconds are counted separately.
    package var bound: Double

    package init(workers: Int = 1, executors: Int, slowdown: [Double], bound: Double = 60) {
        (self.workers, self.executors, self.slowdown, self.bound) = (workers, executors, slowdown, bound)
    }

    /// How long the counted builds waited. Builds that arrive together start in the given order.
    /// - Throws: `SimulationError`, if the fleet is invalid or a time is not a number.
    package func waits(_ arrivals: [Arrival]) throws(SimulationError) -> WaitHistogram {
        let fleet = Fleet(workers: workers, executors: executors)
        try fleet.check(repositories: 1)
        try require(
            slowdown.count >= executors && slowdown.allSatisfy { $0.isFinite && $0 > 0 },
            .badService, "how builds slow each other down is known for \(slowdown.count) at once, not \(executors)")
        try require(
            arrivals.allSatisfy { $0.at.isFinite && $0.work.isFinite && $0.work >= 0 },
            .badService, "a build comes at a time and takes at least 0 s")
        let start = arrivals.map(\.at).min() ?? 0
        let order = arrivals.indices.sorted { (arrivals[$0].at, $0) < (arrivals[$1].at, $1) }
        var source = order.map { arrivals[$0] }.map {
            Build(arrival: $0.at - start, work: $0.work, repository: 0, fixture: 0, isCounted: $0.isCounted)
        }.makeIterator()
        var state = FleetState(
            fleet, slowdown: slowdown, cold: [], repositories: nil, bound: bound,
            window: 0...(arrivals.map(\.at).max() ?? 0) - start, seed: 0)
        _ = state.run(&source, longestQueue: arrivals.count, mostAtBound: nil)
        return state.tally.waits
    }
}
