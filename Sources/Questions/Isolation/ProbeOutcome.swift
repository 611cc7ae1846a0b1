/// What one probe saw in one setting, over all jobs.
struct ProbeOutcome: Sendable, Equatable {
    /// What its jobs say together.
    enum Answer: String, Sendable, CaseIterable {
        /// In every job what was expected.
        case passed
        /// In no job what was expected.
        case failed
        /// In some jobs what was expected, and in others not.
        case varied
        /// It could not be tried in any.
        case untried
    }

    /// What its jobs say together.
    var answer: Answer
    /// What was seen most often; where it varied, most often among those that failed.
    var seen: String
    /// In how many jobs it passed.
    var passes: Int
    /// In how many it was tried.
    var tries: Int

    /// The outcome of one or more jobs.
    init(_ jobs: [(seen: String, passed: Bool?)]) {
        let passes = jobs.count { $0.passed == true }
        let tries = jobs.count { $0.passed != nil }
        let answer: Answer = tries == 0 ? .untried : passes == tries ? .passed : passes == 0 ? .failed : .varied
        let telling = jobs.filter { answer == .varied ? $0.passed == false : answer == .untried || $0.passed != nil }
        (self.passes, self.tries, self.answer) = (passes, tries, answer)
        let counts = Dictionary(grouping: telling, by: \.seen).mapValues(\.count)
        seen = counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? ""
    }
}
