/// What a question's rule makes of the measured figures.
package struct Verdict: Sendable, Equatable {
    /// The possible answers.
    package enum Answer: String, Sendable, Codable {
        case yes
        case no
        /// The data cannot carry an answer either way.
        case undecided
    }

    /// The question's id.
    package var question: String
    /// The answer.
    package var answer: Answer
    /// The figure that decided, in `unit`; nil where nothing could be measured.
    var estimate: Estimate?
    /// The unit of `estimate`.
    package var unit: String
    /// The configuration whose figure decided: the worst of those measured.
    package var decidedBy: String?
    /// How many more jobs would decide; nil when decided, or when no number of jobs would.
    package var jobsNeeded: Int?
}
