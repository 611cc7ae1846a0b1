import Store

/// What a question's rule makes of the measured figures.
package struct Verdict: Sendable, Equatable {
    package typealias Answer = VerdictRecord.Verdict

    package var answer: Answer
    /// The figure that decided, in `unit`; nil where nothing could be measured.
    package var estimate: Estimate?
    package var unit: String
    /// Whose figure decided: a configuration, a fixture; nil where nothing alone does.
    package var decidedBy: String?
    /// How many more jobs would decide; nil when decided, or when no number of jobs would.
    package var jobsNeeded: Int?

    package init(
        _ answer: Answer, estimate: Estimate?, unit: String, decidedBy: String? = nil, jobsNeeded: Int? = nil
    ) {
        (self.answer, self.estimate, self.unit) = (answer, estimate, unit)
        (self.decidedBy, self.jobsNeeded) = (decidedBy, jobsNeeded)
    }

    /// The figure that decided, in its unit: `0.862 s`.
    var figure: String { estimate.map { Words.figure($0.value, unit: unit) } ?? "nothing known" }

    /// ` with BuildKit`: whose figure decided.
    var with: String { decidedBy.map { " with \(Words.theConfiguration($0))" } ?? "" }
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

    /// A page's headline; what is for people to judge has one of its own.
    func headline(yes: String, no: String, undecided: String = "undecided.") -> String {
        switch self {
        case .yes: yes
        case .no: no
        case .undecided, .evidence: undecided
        }
    }
}

extension Question {
    /// What the results database keeps of a verdict.
    func record(of verdict: Verdict) -> VerdictRecord {
        VerdictRecord(
            question: id, verdict: verdict.answer, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: rule)
    }
}
