/// An open question of the container trial, with the rule that was fixed before anything was measured.
package struct Question: Sendable, Hashable {
    /// What is known of a question.
    package enum State: String, Sendable {
        /// Plimsoll measures it.
        case measured
        /// Nothing has been measured for it yet, and so nothing is claimed.
        case notMeasuredYet = "not measured yet"
    }

    /// Its id, as scenarios, databases and reports name it.
    package var id: String
    /// The question in the words in which it was asked.
    package var words: String
    /// What is, or will be, measured for it.
    package var measuredBy: String
    /// The rule that decides it, as printed beside the verdict.
    package var rule: String
    /// Whether Plimsoll measures it.
    package var state: State

    package init(_ id: String, _ words: String, measuredBy: String, rule: String, state: State = .notMeasuredYet) {
        self.id = id
        self.words = words
        self.measuredBy = measuredBy
        self.rule = rule
        self.state = state
    }
}
