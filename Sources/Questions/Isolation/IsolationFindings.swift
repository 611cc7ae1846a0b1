import Store

/// What a run says of `isolation`: evidence, and no answer.
struct IsolationFindings: Sendable, Equatable {
    /// Whether gVisor was measured beside.
    enum GVisor: Sendable, Equatable {
        /// It was.
        case measured
        /// The engine does not have it.
        case notInstalled
        /// The scenario does not ask for it.
        case notAsked
    }

    /// The run.
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// The probes, in the order of their catalogue.
    var probes: [ProbeFindings]
    /// What hardening and runtimes cost.
    var prices: [IsolationPrice]
    /// Whether gVisor was measured beside.
    var gVisor: GVisor
    /// What a reader should know beside.
    var cautions: [Caution]

    /// The settings that anything was told of, in order.
    var settings: [ProbeSetting] { Set(probes.flatMap(\.outcomes.keys)).sorted() }

    /// How many probes ended in a way in a setting.
    func count(_ answer: ProbeOutcome.Answer, in setting: ProbeSetting) -> Int {
        probes.count { $0.outcomes[setting]?.answer == answer }
    }

    /// What the results database keeps of it: how many probes did not pass in the usual container, of those that could be tried
    /// there. Nothing is decided.
    var verdictRecord: VerdictRecord {
        let usual = settings.first(where: \.isUsualJob)
        let failed = usual.map { count(.failed, in: $0) + count(.varied, in: $0) }
        return VerdictRecord(
            question: Questions.isolation.id, verdict: .evidence, estimate: failed.map(Double.init), unit: "probe",
            n: usual.map { count(.passed, in: $0) + (failed ?? 0) } ?? 0, rule: Questions.isolation.rule)
    }
}
