import Questions
import Simulation

/// What was simulated, for programs. Waits are in seconds.
struct CapacityJSON: Encodable {
    struct Check: Encodable {
        var configuration: String
        var executors: Int
        var jobs: Int
        var measuredP95: Double
        var measuredLow: Double?
        var measuredHigh: Double?
        var replayedP95: Double?
        var predictedP95: Double?
        var predictedLow: Double?
        var predictedHigh: Double?
        /// Whether the measured wait's own interval holds the predicted one.
        var covered: Bool?
        /// `agrees`, `disagrees`, `undecided` or `not_judged`.
        var answer: String
        var reason: String?
        /// Where it is undecided, how many jobs would be needed.
        var neededJobs: Int?
    }

    struct Figures: Encodable {
        var builds: Int
        var meanWait: Double
        var p50Wait: Double?
        var p95Wait: Double?
        var p99Wait: Double?
        var longestWait: Double
        var shareAtBound: Double
        var utilisation: Double
        var coldShare: Double
        /// Collections of garbage on all workers, in the days that were counted.
        var collections: Int
        var load: Double
    }

    struct Point: Encodable {
        var buildsADay: Double
        var workers: Int?
        var least: Int?
        var most: Int?
        /// Nil: overloaded, or no number of workers was found.
        var figures: Figures?
        var oneFewer: Figures?
        var overload: Double?
    }

    struct Setting: Encodable {
        var name: String
        var executors: Int
        var slowdown: Double?
        var jobs: Int
        var lacks: [String]
        var validated: Bool
        var checks: [Check]
        var points: [Point]
    }

    var run: String
    var simulated = true
    var boundSeconds = CapacityTerms.bound
    var share = CapacityTerms.share
    var profile: String
    var hourWeights: [Double]
    var assumptions: [String]
    var repetitions: Int
    var seed: UInt64
    var settings: [Setting]
}

extension CapacityJSON {
    init(_ findings: CapacityFindings, fleets: [String: [FleetFinding]]) {
        let terms = findings.terms
        let settings = findings.settings.map { Setting($0, fleets: fleets[$0.name] ?? []) }
        self.init(
            run: findings.run.id.uuidString, profile: terms.profile.name, hourWeights: terms.profile.weights,
            assumptions: CapacityText.assumptions(terms), repetitions: terms.repetitions, seed: terms.seed,
            settings: settings)
    }
}

extension CapacityJSON.Setting {
    init(_ setting: CapacitySetting, fleets: [FleetFinding]) {
        let searched = setting.points.map { CapacityJSON.Point($0) }
        let given = fleets.map { CapacityJSON.Point($0) }
        self.init(
            name: setting.name, executors: setting.executors, slowdown: setting.slowdown,
            jobs: setting.measurements.jobs, lacks: setting.lacks.map(\.description), validated: setting.isValidated,
            checks: setting.checks.map { CapacityJSON.Check($0) }, points: searched + given)
    }
}

extension CapacityJSON.Check {
    init(_ check: OpenLoopCheck) {
        let (answer, reason, needed): (String, String?, Int?) =
            switch check.answer {
            case .agrees: ("agrees", nil, nil)
            case .disagrees: ("disagrees", nil, nil)
            case .undecided(let needed): ("undecided", nil, needed)
            case .notJudged(let reason): ("not_judged", reason, nil)
            }
        self.init(
            configuration: check.configuration, executors: check.executors, jobs: check.jobs,
            measuredP95: check.measured, measuredLow: check.measuredInterval?.lowerBound,
            measuredHigh: check.measuredInterval?.upperBound, replayedP95: check.replayed,
            predictedP95: check.predicted, predictedLow: check.interval?.lowerBound,
            predictedHigh: check.interval?.upperBound, covered: check.isCovered, answer: answer, reason: reason,
            neededJobs: needed)
    }
}

extension CapacityJSON.Figures {
    init(_ result: SimulationResult) {
        self.init(
            builds: result.builds, meanWait: result.waits.mean, p50Wait: result.waits.quantile(0.5),
            p95Wait: result.waits.quantile(0.95), p99Wait: result.waits.quantile(0.99),
            longestWait: result.waits.maximum, shareAtBound: result.waits.shareAtBound,
            utilisation: result.utilisation, coldShare: result.coldShare,
            collections: result.collections, load: result.load)
    }
}

extension CapacityJSON.Point {
    init(_ point: CapacityPoint) {
        self.init(
            buildsADay: point.buildsADay, workers: point.workers, least: point.range?.lowerBound,
            most: point.range?.upperBound, figures: point.result.map { CapacityJSON.Figures($0) },
            oneFewer: point.oneFewer?.result.map { CapacityJSON.Figures($0) })
    }

    init(_ fleet: FleetFinding) {
        self.init(
            buildsADay: fleet.buildsADay, workers: fleet.workers,
            figures: fleet.outcome.result.map { CapacityJSON.Figures($0) })
        if case .overloaded(let load) = fleet.outcome { overload = load }
    }
}
