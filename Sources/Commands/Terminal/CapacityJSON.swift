import Model
import Questions
import Simulation

/// Simulation results, for programs. Waits are in seconds.
extension JSONFields {
    init(_ findings: CapacityEvidence, fleets: [String: [FleetFinding]]) {
        let terms = findings.terms
        self = [
            "run": findings.run.id.uuidString, "simulated": true, "boundSeconds": CapacityTerms.bound,
            "share": CapacityTerms.share, "profile": terms.profile.name, "hourWeights": terms.profile.weights,
            "assumptions": CapacityText.assumptions(terms), "repetitions": terms.repetitions, "seed": terms.seed,
            "settings": findings.settings.map { Self.setting($0, fleets[$0.name] ?? []) },
        ]
    }

    private static func setting(_ setting: CapacitySetting, _ fleets: [FleetFinding]) -> JSONFields {
        [
            "name": setting.name, "executors": setting.executors, "slowdown": setting.slowdown,
            "jobs": setting.measurements.jobs, "lacks": setting.lacks.map(\.description),
            "validated": setting.isValidated, "checks": setting.checks.map(check),
            "points": setting.points.map(point) + fleets.map(point),
        ]
    }

    /// The answer is `agrees`, `disagrees`, `undecided` or `not_judged`; `covered`: whether the measured wait's own
    /// interval contains the predicted one.
    private static func check(_ check: OpenLoopCheck) -> JSONFields {
        let (answer, reason, needed): (String, String?, Int?) =
            switch check.answer {
            case .agrees: ("agrees", nil, nil)
            case .disagrees: ("disagrees", nil, nil)
            case .undecided(let needed): ("undecided", nil, needed)
            case .notJudged(let reason): ("not_judged", reason, nil)
            }
        return [
            "configuration": check.configuration, "executors": check.executors, "jobs": check.jobs,
            "measuredP95": check.measured, "measuredLow": check.measuredInterval?.lowerBound,
            "measuredHigh": check.measuredInterval?.upperBound, "replayedP95": check.replayed,
            "predictedP95": check.predicted, "predictedLow": check.interval?.lowerBound,
            "predictedHigh": check.interval?.upperBound, "covered": check.isCovered, "answer": answer,
            "reason": reason, "neededJobs": needed,
        ]
    }

    private static func figures(_ result: SimulationResult) -> JSONFields {
        [
            "builds": result.builds, "meanWait": result.waits.mean, "p50Wait": result.waits.quantile(0.5),
            "p95Wait": result.waits.quantile(0.95), "p99Wait": result.waits.quantile(0.99),
            "longestWait": result.waits.maximum, "shareAtBound": result.waits.shareAtBound,
            "utilisation": result.utilisation, "coldShare": result.coldShare, "collections": result.collections,
            "load": result.load,
        ]
    }

    /// Without figures where it is overloaded, or no number of workers was found.
    private static func point(_ point: CapacityPoint) -> JSONFields {
        [
            "buildsADay": point.buildsADay, "workers": point.workers, "least": point.range?.lowerBound,
            "most": point.range?.upperBound, "figures": point.result.map(figures),
            "oneFewer": point.oneFewer?.result.map(figures),
        ]
    }

    private static func point(_ fleet: FleetFinding) -> JSONFields {
        let overload: Double? = if case .overloaded(let load) = fleet.outcome { load } else { nil }
        return [
            "buildsADay": fleet.buildsADay, "workers": fleet.workers, "figures": fleet.outcome.result.map(figures),
            "overload": overload,
        ]
    }
}
