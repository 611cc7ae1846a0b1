import Model

/// One fixture in one configuration, which walks its trace in order.
struct Stream {
    let trace: Trace
    let configuration: Configuration
    private let weights: TraceWeights
    private var pairs: BalancedPairs

    init(trace: Trace, configuration: Configuration, length: Int, seed: UInt64) {
        self.trace = trace
        self.configuration = configuration
        weights = TraceWeights(trace, length: length)
        pairs = BalancedPairs(
            generator: SeededGenerator(seed: seed, purpose: "pairs of \(trace.fixture) \(configuration.name)"))
    }

    /// The stream's job of a lap. Beside the trace proper the same revision is built again, so its class is `none`, and
    /// its weight 0: not of the trace.
    mutating func job(of lap: Lap, position: Int) -> PlannedJob {
        var change = trace.changes[lap.change]
        if lap.purpose != .trace { change.changeClass = .none }
        if let update = lap.update { change = update.applied(to: change) }
        return PlannedJob(
            position: position, round: lap.round, fixture: trace.fixture, change: change, configuration: configuration,
            warmup: lap.purpose == .warmup, cold: lap.purpose == .cold,
            direct: lap.purpose == .pair ? pairs.next() : nil,
            weight: lap.purpose == .trace ? weights[change.changeClass] : 0)
    }
}
