/// What a question's rule makes of the measured figures.
public struct Verdict: Sendable, Equatable {
    /// The possible answers.
    public enum Answer: String, Sendable, Codable {
        case yes
        case no
        /// The data cannot carry an answer either way.
        case undecided
    }

    /// The question's id.
    public var question: String
    /// The answer.
    public var answer: Answer
    /// The figure that decided, in `unit`; nil where nothing could be measured.
    public var estimate: Estimate?
    /// The unit of `estimate`.
    public var unit: String
    /// The configuration whose figure decided: the worst of those measured.
    public var decidedBy: String?
    /// How many more jobs would decide; nil when decided, or when no number of jobs would.
    public var jobsNeeded: Int?

    /// A verdict on the question with the id `question`.
    public init(
        question: String, answer: Answer, estimate: Estimate?, unit: String, decidedBy: String? = nil,
        jobsNeeded: Int? = nil
    ) {
        self.question = question
        self.answer = answer
        self.estimate = estimate
        self.unit = unit
        self.decidedBy = decidedBy
        self.jobsNeeded = jobsNeeded
    }
}
