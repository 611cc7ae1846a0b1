import Foundation
import Questions
import Simulation

extension CapacityText {
    static func name(_ setting: String) -> String { setting.isEmpty ? "all jobs" : setting }

    /// When garbage is collected, and for how long.
    static func words(of collection: Fleet.Collection, growth: DiskGrowth?) -> String {
        let pause = "for \(plain(collection.seconds)) s" + (collection.emptiesCache ? ", which empties the cache" : "")
        guard let marks = collection.marks else {
            return "garbage is collected every \(collection.builds ?? 0) builds \(pause)"
        }
        let (high, low) = (ByteText.text(Int(marks.high)), ByteText.text(Int(marks.low)))
        var grown = "as the run's ledger says"
        if case .given(let build, let first)? = growth {
            grown = "by \(ByteText.text(Int(build))) a build, by \(ByteText.text(Int(first))) a first one"
        }
        return "garbage is collected at \(high), down to \(low), \(pause), and disks grow \(grown)"
    }

    /// A measured open loop beside the simulation.
    static func check(_ check: OpenLoopCheck) -> String {
        let jobs = "\(check.configuration), \(check.jobs) jobs"
        if case .notJudged(let reason) = check.answer { return "\(jobs): not judged, \(reason)" }
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
        case .undecided(let needed): "undecided, some \(needed) jobs are needed"
        case .notJudged(let reason): "not judged, \(reason)"
        }
    }

    /// Whether the simulation may be believed, and by what.
    static func validation(_ setting: CapacitySetting) -> String {
        let tolerance = percent(OpenLoopCheck.tolerance)
        if setting.isValidated { return "yes: every judged p95 wait of an open loop was predicted within \(tolerance)" }
        if setting.checks.contains(where: { $0.answer == .disagrees }) {
            return "no: a measured p95 wait lies farther than \(tolerance) from the predicted one"
        }
        if setting.checks.contains(where: { if case .undecided = $0.answer { true } else { false } }) {
            return "no: no measured p95 wait is certain to \(tolerance), so that none can judge the simulation"
        }
        return "no: the run has no open loop to judge the simulation by"
    }

    static func wait(_ result: SimulationResult, _ share: Double) -> String {
        seconds(result.waits.quantile(share) ?? 0)
    }

    static func seconds(_ value: Double) -> String { decimals(value, value < 99.95 ? 1 : 0) + " s" }

    static func percent(_ share: Double) -> String { decimals(100 * share, 1) + " %" }

    /// Without needless zeros.
    static func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : String(format: "%g", value)
    }

    static func decimals(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
