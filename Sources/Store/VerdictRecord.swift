/// The answer to a question by the rule that was fixed before the run.
public struct VerdictRecord: Sendable, Equatable {
    /// What the rule says of the estimate.
    public enum Verdict: String, Sendable, CaseIterable {
        /// The answer is yes.
        case yes
        /// The answer is no.
        case no
        /// The evidence does not decide it.
        case undecided
        /// The question asks for figures, not for a decision.
        case evidence
    }

    /// The question's id, as `build-overhead`.
    public var question: String
    /// What the rule says.
    public var verdict: Verdict
    /// The estimate, in `unit`; nil where there was too little to estimate it.
    public var estimate: Double?
    /// The lower end of its interval, in `unit`.
    public var low: Double?
    /// The upper end of its interval, in `unit`.
    public var high: Double?
    /// The unit of the three.
    public var unit: String
    /// How many jobs the estimate rests on.
    public var n: Int
    /// The rule in words.
    public var rule: String

    /// A verdict; without an estimate when there was too little to estimate it.
    public init(
        question: String, verdict: Verdict, estimate: Double? = nil, low: Double? = nil, high: Double? = nil,
        unit: String, n: Int, rule: String
    ) {
        self.question = question
        self.verdict = verdict
        self.estimate = estimate
        self.low = low
        self.high = high
        self.unit = unit
        self.n = n
        self.rule = rule
    }
}
