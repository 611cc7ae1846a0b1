import Model

/// How probes' settings and outcomes read.
enum IsolationWords {
    /// `build step, BuildKit`; `job, gVisor, hardened container`.
    static func setting(_ setting: ProbeSetting) -> String {
        let factors = [
            setting.builder.map { Words.configuration("builder=\($0)") },
            setting.runtime.map { Words.configuration("runtime=\($0)") },
            setting.hardening.map { $0 == "default" ? "default" : Words.configuration("hardening=\($0)") },
        ]
        return ([setting.place == .build ? "build step" : "job"] + factors.compactMap { $0 }).joined(separator: ", ")
    }

    static func cell(_ outcome: ProbeOutcome?) -> String {
        guard let outcome else { return Words.absent }
        let seen = Markdown.escaped(outcome.seen)
        switch outcome.answer {
        case .passed, .untried: return "\(outcome.answer.rawValue): \(seen)"
        case .failed: return "**fail**: \(seen)"
        case .varied: return "**\(outcome.passes) of \(outcome.tries) passed**; otherwise: \(seen)"
        }
    }

    /// Why gVisor's column is not there; nil where it is.
    static func missing(_ gVisor: IsolationEvidence.GVisor) -> String? {
        switch gVisor {
        case .measured: nil
        case .notInstalled: "gVisor: **not measured: runsc is not installed** on this worker."
        case .notAsked: "gVisor: **not measured**: the scenario does not ask for it."
        }
    }
}
