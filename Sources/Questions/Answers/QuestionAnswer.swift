import Store

/// What is known of one question in a database.
package struct QuestionAnswer: Sendable, Equatable {
    /// How far it has come.
    package enum State: String, Sendable {
        /// A run bears on it, and its rule has been applied.
        case answered
        /// A run bears on it, but nothing was concluded from it: a simulation that was not made, or a run without the data.
        case notConcluded = "run, not concluded"
        /// A scenario measures it, but no run that counts is there.
        case notRun = "not run yet"
        /// This version measures nothing for it.
        case notMeasured = "not measured yet"
    }

    /// The question.
    package var question: Question
    /// All that the run says which answers it; nil where no run that counts bears on it.
    package var findings: RunFindings?
    /// What the rule makes of it; nil where nothing was concluded. A question that is not measured never has one.
    package var record: VerdictRecord?
    /// What was measured that bears on it, where no scenario measures the question itself.
    var bearings: [Bearing] = []

    /// How far it has come.
    package var state: State {
        if question.state == .notMeasuredYet { return .notMeasured }
        if record != nil { return .answered }
        return findings == nil ? .notRun : .notConcluded
    }

    /// The run that answers it.
    package var run: RunSummary? { findings?.run }

    /// What a reader of the answer should know beside.
    var cautions: [Caution] { findings?.cautions(on: question) ?? [] }

    /// What decides it, by name: a configuration, a fixture; nil where nothing alone does.
    package var decidedBy: String? { findings?.verdict(on: question)?.decidedBy }

    /// The figure that decided as it was computed; nil where no rule of this question has one.
    var estimate: Estimate? { findings?.verdict(on: question)?.estimate }

    /// How many more jobs would decide it; nil when it is decided, or when no number of jobs would.
    package var jobsNeeded: Int? {
        record?.verdict == .undecided ? findings?.verdict(on: question)?.jobsNeeded : nil
    }
}
