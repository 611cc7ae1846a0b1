import Foundation
import Model
import Questions
import Simulation

/// Simulation results for a terminal: their assumptions, whether they agree with measurements, and the figures.
struct CapacityText {
    let findings: CapacityEvidence
    /// The results for given fleets, by setting; empty: the number of workers was searched for.
    let fleets: [String: [FleetFinding]]

    var text: String { ([head] + findings.settings.map(block)).joined(separator: "\n\n") }

    static func lacks(of findings: CapacityEvidence) -> String {
        let reasons = findings.settings.flatMap { setting in
            setting.lacks.map { "\n  \(Self.name(setting.name)): \($0.description)" }
        }
        return "run \(findings.run.id.uuidString) has too few measurements for a simulation:"
            + (reasons.isEmpty ? " it has no job" : reasons.joined())
    }

    private var head: String {
        let jobs = findings.settings.filter { $0.lacks.isEmpty }.reduce(0) { $0 + $1.measurements.jobs }
        return """
            simulated  from \(jobs) measured jobs of run \(findings.run.id.uuidString)
            assumed    \(Self.assumptions(findings.terms).joined(separator: "; "))
            """
    }

    static func assumptions(_ terms: CapacityTerms) -> [String] {
        [
            "builds arrive at random, by the hourly rates of the profile \(terms.profile.name)",
            terms.repositoriesAFixture == 1
                ? "each fixture is a repository" : "each fixture represents \(terms.repositoriesAFixture) repositories",
            terms.cachedRepositories.map { "a worker keeps \($0) of them in its cache" }
                ?? "a worker keeps everything that it built in its cache",
            terms.affinity.map { "builds prefer a warm worker, for up to \(plain($0.patience)) s" }
                ?? "builds take any free worker",
            terms.collection.map { words(of: $0, growth: terms.growth) } ?? "no time goes to garbage collection",
        ]
    }

    private func block(_ setting: CapacitySetting) -> String {
        let name = Self.name(setting.name)
        guard setting.lacks.isEmpty else {
            return ([name] + setting.lacks.map { "missing    \($0.description)" }).joined(separator: "\n")
        }
        let slowdown = setting.slowdown.map { ", which slow a build down to \(Self.decimals($0, 2)) ×" } ?? ""
        let executors = setting.executors == 1 ? "1 executor" : "\(setting.executors) executors"
        var lines = ["\(name), \(executors) a worker\(setting.executors > 1 ? slowdown : "")"]
        lines += setting.checks.map { "checked    " + Self.check($0) }
        lines += ["validated  " + Self.validation(setting), ""]
        lines.append(fleets.isEmpty ? points(setting.points) : fleetTable(fleets[setting.name] ?? []))
        return lines.joined(separator: "\n")
    }

    private func points(_ points: [CapacityPoint]) -> String {
        TextTable(
            [
                "BUILDS A DAY", "WORKERS", "RANGE", "P95 WAIT", "MEAN WAIT", "IN USE", "COLD", "P95 WITH ONE FEWER",
            ],
            points.map { point in
                guard let workers = point.workers, let result = point.result else {
                    return [Self.plain(point.buildsADay), "none found", "-", "-", "-", "-", "-", "-"]
                }
                return [
                    Self.plain(point.buildsADay), "\(workers)",
                    point.range.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "-", Self.wait(result, 0.95),
                    Self.seconds(result.waits.mean), Self.percent(result.utilisation), Self.percent(result.coldShare),
                    oneFewer(point),
                ]
            }
        ).text
    }

    private func oneFewer(_ point: CapacityPoint) -> String {
        switch point.oneFewer {
        case .settled(let result)?: Self.wait(result, 0.95)
        case .overloaded?: "overloaded"
        case nil: "-"
        }
    }

    private func fleetTable(_ fleets: [FleetFinding]) -> String {
        let table = TextTable(
            [
                "BUILDS A DAY", "WORKERS", "P50", "P95", "P99", "LONGEST", "MEAN WAIT", "60 S OR MORE", "IN USE",
                "COLD", "LOAD",
            ],
            fleets.map { fleet in
                let head = [Self.plain(fleet.buildsADay), "\(fleet.workers)"]
                switch fleet.outcome {
                case .settled(let result):
                    return head + [0.5, 0.95, 0.99].map { Self.wait(result, $0) } + [
                        Self.seconds(result.waits.maximum), Self.seconds(result.waits.mean),
                        Self.percent(result.waits.shareAtBound), Self.percent(result.utilisation),
                        Self.percent(result.coldShare), Self.decimals(result.load, 2),
                    ]
                case .overloaded(let load):
                    return head + [String](repeating: "-", count: 8) + [Self.decimals(load, 2)]
                }
            }
        ).text
        guard fleets.contains(where: { $0.outcome.result == nil }) else { return table }
        return table
            + "\n\nno wait is shown where the load reaches or nearly reaches what the fleet can do: waits grow without end"
    }

    static func name(_ setting: String) -> String { setting.isEmpty ? "all jobs" : setting }

    static func words(of collection: Fleet.Collection, growth: DiskGrowth?) -> String {
        let pause = "for \(plain(collection.seconds)) s" + (collection.emptiesCache ? ", which empties the cache" : "")
        guard let marks = collection.marks else {
            return "garbage is collected every \(collection.builds ?? 0) builds \(pause)"
        }
        let (high, low) = (ByteText.text(Int(marks.high)), ByteText.text(Int(marks.low)))
        var grown = "as in the run's disk ledger"
        if case .given(let build, let first)? = growth {
            grown = "by \(ByteText.text(Int(build))) a build, by \(ByteText.text(Int(first))) a first one"
        }
        return "garbage is collected at \(high), down to \(low), \(pause), and disks grow \(grown)"
    }

    static func check(_ check: OpenLoopCheck) -> String {
        let jobs = "\(check.configuration), \(check.jobs) jobs"
        if case .notJudged = check.answer { return "\(jobs): \(word(check.answer))" }
        guard let predicted = check.predicted, let error = check.error else { return "\(jobs): not judged" }
        let interval = check.measuredInterval.map {
            ", \(seconds($0.lowerBound)) to \(seconds($0.upperBound)) by chance"
        }
        return "\(jobs): p95 wait \(seconds(predicted)) predicted, \(seconds(check.measured)) measured"
            + "\(interval ?? "") (\(error < 0 ? "-" : "+")\(percent(abs(error)))): \(word(check.answer))"
    }

    private static func word(_ answer: OpenLoopCheck.Answer) -> String {
        switch answer {
        case .agrees: "agrees"
        case .disagrees: "disagrees"
        case .undecided(let needed): "undecided, about \(needed) jobs are needed"
        case .notJudged(let reason): "not judged, \(reason)"
        }
    }

    static func validation(_ setting: CapacitySetting) -> String {
        let tolerance = percent(OpenLoopCheck.tolerance)
        if setting.isValidated { return "yes: every judged p95 wait of an open loop was predicted within \(tolerance)" }
        if setting.checks.contains(where: { $0.answer == .disagrees }) {
            return "no: a measured p95 wait differs by more than \(tolerance) from the predicted one"
        }
        if setting.checks.contains(where: { if case .undecided = $0.answer { true } else { false } }) {
            return "no: no measured p95 wait is precise to \(tolerance), so none can judge the simulation"
        }
        return "no: the run has no open loop to judge the simulation by"
    }

    static func wait(_ result: SimulationResult, _ share: Double) -> String {
        seconds(result.waits.quantile(share) ?? 0)
    }

    static func seconds(_ value: Double) -> String { decimals(value, value < 99.95 ? 1 : 0) + " s" }
    static func percent(_ share: Double) -> String { decimals(100 * share, 1) + " %" }

    static func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : String(format: "%g", value)
    }

    static func decimals(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}

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
