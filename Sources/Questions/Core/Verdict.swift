import Store

/// What a question's rule makes of the measured figures.
package struct Verdict: Sendable, Equatable {
    /// The possible answers.
    package enum Answer: String, Sendable, Codable {
        case yes
        case no
        /// The data cannot carry an answer either way.
        case undecided
        /// No rule decides: people judge what was seen.
        case evidence
    }

    /// The answer.
    package var answer: Answer
    /// The figure that decided, in `unit`; nil where nothing could be measured.
    package var estimate: Estimate?
    /// The unit of `estimate`.
    package var unit: String
    /// Whose figure decided: a configuration, a fixture; nil where nothing alone does.
    package var decidedBy: String?
    /// How many more jobs would decide; nil when decided, or when no number of jobs would.
    package var jobsNeeded: Int?

    package init(
        _ answer: Answer, estimate: Estimate?, unit: String, decidedBy: String? = nil, jobsNeeded: Int? = nil
    ) {
        self.answer = answer
        self.estimate = estimate
        self.unit = unit
        self.decidedBy = decidedBy
        self.jobsNeeded = jobsNeeded
    }
}

extension Verdict.Answer {
    /// Where the worst of several decides, which is worse.
    var severity: Int {
        switch self {
        case .yes, .evidence: 0
        case .undecided: 1
        case .no: 2
        }
    }

    /// What the results database keeps.
    var recorded: VerdictRecord.Verdict {
        switch self {
        case .yes: .yes
        case .no: .no
        case .undecided: .undecided
        case .evidence: .evidence
        }
    }
}

extension Verdict {
    /// The figure that decided, in its unit: `0.862 s`.
    var figure: String { estimate.map { Words.figure($0.value, unit: unit) } ?? "nothing known" }

    /// ` with BuildKit`: whose figure decided.
    var with: String { decidedBy.map { " with \(Words.theConfiguration($0))" } ?? "" }
}

extension Question {
    /// What the results database keeps of a verdict.
    func record(of verdict: Verdict) -> VerdictRecord {
        VerdictRecord(
            question: id, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: rule)
    }
}
