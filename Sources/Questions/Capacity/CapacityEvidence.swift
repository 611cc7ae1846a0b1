import Model
import Simulation
import Store

/// What a run, put through a simulation, says of `capacity`.
package struct CapacityEvidence: Sendable, Equatable {
    package var run: RunSummary
    /// The names of its scenarios whose jobs were looked at.
    var scenarios: [String]
    package var terms: CapacityTerms
    /// Each setting of a worker, by name.
    package var settings: [CapacitySetting]
    var warnings: [Warning]
}

/// One setting of a worker, as `builder=buildkit`: what was measured of it, and what follows by simulation.
package struct CapacitySetting: Sendable, Equatable {
    /// A configuration without the factors that say how jobs come.
    package var name: String
    package var measurements: ServiceMeasurements
    /// How many executors each worker is simulated with.
    package var executors: Int
    /// What is missing; where anything is, nothing is claimed.
    package var lacks: [CapacityLack]
    package var checks: [OpenLoopCheck]
    package var points: [CapacityPoint]
    /// By how much builds grow a worker's disk; nil: that plays no part.
    var growth: DiskGrowth?

    /// Whether the simulation agrees with every measured open loop that it could be judged by, and there is one.
    package var isValidated: Bool {
        checks.contains { $0.answer == .agrees } && !checks.contains { $0.answer == .disagrees }
    }

    /// How many times as long a build takes while all executors are busy as alone; nil where that was not measured.
    package var slowdown: Double? { measurements.slowdown(upTo: executors)?.last }

    var model: ServiceModel? { lacks.isEmpty ? measurements.model(executors: executors, growth: growth) : nil }

    /// What comes of so many workers at each number of builds a day; empty where something is lacking.
    ///
    /// - Throws: `SimulationError`, where the terms or the fleet make no sense.
    package func fleets(of workers: Int, terms: CapacityTerms) throws -> [FleetFinding] {
        guard let model else { return [] }
        return try terms.buildsADay.map { builds in
            let fleet = terms.simulation(of: model, buildsADay: builds, executors: executors, workers: workers)
            return FleetFinding(buildsADay: builds, workers: workers, outcome: try fleet.run())
        }
    }
}

/// What comes of a given fleet. Simulated.
package struct FleetFinding: Sendable, Equatable {
    package var buildsADay: Double
    package var workers: Int
    package var outcome: SimulationOutcome
}

/// What is missing for a simulation to rest on.
package enum CapacityLack: Sendable, Equatable {
    /// No job of a real fixture succeeded on a warm worker that it had to itself.
    case nothingAlone
    /// Too few jobs of a fixture did.
    case fewAlone(fixture: String, count: Int, needed: Int)
    /// No job of a fixture began with an empty cache.
    case noCold(fixture: String)
    /// By how much builds of these kinds, and first builds of these fixtures, grow a disk was not measured.
    case noGrowth(kinds: [BuildKind], first: [String])
    /// No closed loop was measured with so many executors or more, or with too few jobs.
    case noLevel(executors: Int, measured: [Int])

    /// In words, with what to do about it.
    package var description: String {
        switch self {
        case .nothingAlone:
            return
                "no job of a real fixture succeeded on a warm worker with one executor: run a scenario that has such jobs"
        case .fewAlone(let fixture, let count, let needed):
            return "\(count) warm jobs of \(fixture) with one executor are too few: \(needed) or more are needed"
        case .noCold(let fixture):
            return "no cold build of \(fixture) was measured: a stream's first job is one, and so are those of `cold:`"
        case .noGrowth(let kinds, let first):
            let builds =
                kinds.map { "\($0.fixture) (\($0.changeClass.rawValue))" } + first.map { "a first build of \($0)" }
            return "growth of the disk was not measured for \(builds.joined(separator: ", ")): "
                + "run a scenario with a ledger and cold builds in the same run, or give it"
        case .noLevel(let executors, let measured):
            return "how \(executors) builds at once slow each other down was not measured; measured: "
                + measured.map(String.init).joined(separator: ", ")
        }
    }
}
