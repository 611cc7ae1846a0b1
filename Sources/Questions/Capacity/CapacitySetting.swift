import Simulation

/// One setting of a worker, as `builder=buildkit`: what was measured of it, and what follows by simulation.
package struct CapacitySetting: Sendable, Equatable {
    /// Its name: a configuration without the number of executors.
    package var name: String
    /// What was measured.
    package var measurements: ServiceMeasurements
    /// How many executors each worker is simulated with.
    package var executors: Int
    /// What is missing; where anything is, nothing is claimed.
    package var lacks: [CapacityLack]
    /// Its open loops beside the simulation.
    package var checks: [OpenLoopCheck]
    /// How many workers are needed.
    package var points: [CapacityPoint]
    /// By how much builds grow a worker's disk; nil: that plays no part.
    package var growth: DiskGrowth?

    /// Whether the simulation agrees with every measured open loop that it could be judged by, and there is one.
    package var isValidated: Bool {
        checks.contains { $0.answer == .agrees } && !checks.contains { $0.answer == .disagrees }
    }

    /// How many times as long a build takes while all executors are busy as alone; nil where that was not measured.
    package var slowdown: Double? { measurements.slowdown(upTo: executors)?.last }

    /// What a simulation draws from; nil where something is lacking.
    package var model: ServiceModel? {
        lacks.isEmpty ? measurements.model(executors: executors, growth: growth) : nil
    }
}
