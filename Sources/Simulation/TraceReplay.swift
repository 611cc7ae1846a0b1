/// Builds that came when they came, and take as long as is said: a record of a real fleet, or a queue whose truth is known.
public struct TraceReplay: Sendable, Equatable {
    /// One build.
    public struct Arrival: Sendable, Equatable {
        /// When it came, in seconds from any moment on.
        public var at: Double
        /// How long it takes with its worker to itself, in seconds.
        public var work: Double
        /// Whether its wait counts: others only occupy an executor.
        public var isCounted: Bool

        /// A build.
        public init(at: Double, work: Double, isCounted: Bool = true) {
            self.at = at
            self.work = work
            self.isCounted = isCounted
        }
    }

    /// How many workers there are, all with every repository in their caches.
    public var workers: Int
    /// How many builds each runs at once.
    public var executors: Int
    /// How many times as long a build takes while k builds run on its worker, at index k − 1; at least one for each executor.
    public var slowdown: [Double]
    /// Waits of at least so many seconds are counted apart.
    public var bound: Double

    /// A fleet to replay builds on.
    public init(workers: Int = 1, executors: Int, slowdown: [Double], bound: Double = 60) {
        self.workers = workers
        self.executors = executors
        self.slowdown = slowdown
        self.bound = bound
    }

    /// How long the counted builds waited. Builds that came together start in the order in which they are given.
    ///
    /// - Throws: `SimulationError`, where the fleet makes no sense or a time is no number.
    public func waits(_ arrivals: [Arrival]) throws(SimulationError) -> WaitHistogram {
        let fleet = Fleet(workers: workers, executors: executors)
        try fleet.check(repositories: 1)
        guard slowdown.count >= executors, slowdown.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw SimulationError(
                .badService, "how builds slow each other down is known for \(slowdown.count) at once, not \(executors)")
        }
        guard arrivals.allSatisfy({ $0.at.isFinite && $0.work.isFinite && $0.work >= 0 }) else {
            throw SimulationError(.badService, "a build comes at a time and takes at least 0 s")
        }
        let start = arrivals.map(\.at).min() ?? 0
        let order = arrivals.indices.sorted { (arrivals[$0].at, $0) < (arrivals[$1].at, $1) }
        var source = TraceSource(
            builds: order.map { index in
                Build(
                    arrival: arrivals[index].at - start, work: arrivals[index].work, repository: 0, fixture: 0,
                    isCounted: arrivals[index].isCounted)
            })
        var state = FleetState(
            fleet, slowdown: slowdown, cold: [], repositories: nil, bound: bound,
            window: 0...(arrivals.map(\.at).max() ?? 0) - start, seed: 0)
        _ = EventLoop(longestQueue: arrivals.count, mostAtBound: nil).run(&source, &state)
        return state.tally.waits
    }
}

/// Builds of a list.
private struct TraceSource: BuildSource {
    let builds: [Build]
    private var place = 0

    init(builds: [Build]) {
        self.builds = builds
    }

    mutating func next() -> Build? {
        guard place < builds.count else { return nil }
        place += 1
        return builds[place - 1]
    }
}
