import Results

/// What a run that compares collection policies says of `storage` and `garbage`.
public struct GarbageFindings: Sendable, Equatable {
    /// The run.
    public var run: RunSummary
    /// The names of its scenarios that bear on the questions.
    public var scenarios: [String]
    /// The rule's verdict on `storage`.
    public var storage: Verdict
    /// The rule's verdict on `garbage`.
    public var garbage: Verdict
    /// What the rule of `garbage` names for each builder.
    public var choices: [GarbageRule.Choice]
    /// Every policy with every builder, by builder, the policy that removes nothing first.
    public var policies: [PolicyFindings]
    /// How much the compared disk takes, in bytes; nil where that was not noted.
    public var capacity: Double?
    /// The high mark, in bytes; nil where it was not noted.
    public var high: Double?
    /// How many builds make a day of the policies' clock; nil where the scenario does not tell.
    public var buildsADay: Double?
    /// What a reader should know beside.
    public var cautions: [Caution]
}

extension GarbageFindings {
    /// What the rule of `storage` says of each builder alone, the best answer first.
    public var storageByBuilder: [(configuration: String, verdict: VerdictRecord.Verdict)] {
        let answers = Set(policies.map(\.configuration)).map { name in
            (name, StorageRule.verdict(policies.filter { $0.configuration == name }).answer)
        }
        return answers.sorted { ($0.1.severity, $0.0) < ($1.1.severity, $1.0) }.map { ($0.0, $0.1.recorded) }
    }

    /// The verdicts as the results database keeps them.
    public var verdictRecords: [VerdictRecord] {
        zip([storage, garbage], [Questions.storage, Questions.garbage]).map { verdict, question in
            VerdictRecord(
                question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
                low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
                unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: question.rule)
        }
    }
}
