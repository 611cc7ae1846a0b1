/// What came of a simulation.
public enum SimulationOutcome: Sendable, Equatable {
    /// The fleet keeps up.
    case settled(SimulationResult)
    /// More comes than the fleet can do: waits grow for as long as one looks, so that none can be given.
    ///
    /// `load` is what comes over what the fleet can do at most, in work a second. It lies under 1 where the queue was seen to grow all
    /// the same, and where it is so near 1 that the builds looked at are too few to tell what the waits would be.
    case overloaded(load: Double)

    /// The result, where there is one.
    public var result: SimulationResult? {
        if case .settled(let result) = self { result } else { nil }
    }
}

/// The figures of a fleet that keeps up.
public struct SimulationResult: Sendable, Equatable {
    /// How long builds waited for an executor.
    public var waits: WaitHistogram
    /// How many builds were counted.
    public var builds: Int
    /// How many days they came within.
    public var days: Double
    /// The share of executors in use, from 0 to 1.
    public var utilisation: Double
    /// The share of builds that were the first of their repository on their worker, from 0 to 1.
    public var coldShare: Double
    /// How many collections of garbage began in these days, on all workers together.
    public var collections: Int
    /// What comes over what the fleet can do at most, in work a second.
    public var load: Double
}
