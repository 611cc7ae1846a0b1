import Store

/// What a run that compares collection policies says of `storage` and `garbage`.
struct GarbageFindings: Sendable, Equatable {
    /// The run.
    var run: RunSummary
    /// The names of its scenarios that bear on the questions.
    var scenarios: [String]
    /// The rule's verdict on `storage`.
    var storage: Verdict
    /// The rule's verdict on `garbage`.
    var garbage: Verdict
    /// What the rule of `garbage` names for each builder.
    var choices: [GarbageRule.Choice]
    /// Every policy with every builder, by builder, the policy that removes nothing first.
    var policies: [PolicyFindings]
    /// How much the compared disk takes, in bytes; nil where that was not noted.
    var capacity: Double?
    /// The high mark, in bytes; nil where it was not noted.
    var high: Double?
    /// How many builds make a day of the policies' clock; nil where the scenario does not tell.
    var buildsADay: Double?
    /// What a reader should know beside.
    var cautions: [Caution]
}

extension GarbageFindings {
    /// What the rule of `storage` says of each builder alone, the best answer first.
    var storageByBuilder: [(configuration: String, verdict: VerdictRecord.Verdict)] {
        let answers = Set(policies.map(\.configuration)).map { name in
            (name, StorageRule.verdict(policies.filter { $0.configuration == name }).answer)
        }
        return answers.sorted { ($0.1.severity, $0.0) < ($1.1.severity, $1.0) }.map { ($0.0, $0.1.recorded) }
    }

    /// The verdicts as the results database keeps them.
    var verdictRecords: [VerdictRecord] {
        zip([storage, garbage], [Questions.storage, Questions.garbage]).map { verdict, question in
            VerdictRecord(
                question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
                low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
                unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: question.rule)
        }
    }
}
