/// The rule of `garbage`, applied: pure, and fixed before any run.
struct GarbageRule: Sendable {
    /// What it names for one builder.
    struct Choice: Sendable, Equatable {
        /// The configuration without the policy.
        var configuration: String
        /// The policy with the least rebuild time that never crosses the mark; nil where none holds it or nothing was tested.
        var policy: PolicyFindings?
        /// Others that hold it too, whose rebuild time's interval reaches down to the named one's value.
        var notTold: [String]
        /// What the rule says of this builder.
        var answer: Verdict.Answer
    }

    /// What the rule names for each builder: yes where it names one, no where none that was tested holds the mark, undecided
    /// where nothing was tested or the pairs are too few.
    static func choices(_ policies: [PolicyFindings]) -> [Choice] {
        Set(policies.map(\.configuration)).sorted().map { name in
            let tested = policies.filter { $0.configuration == name }.tested
            let holding = tested.filter { $0.holds && $0.rebuild != nil }.sorted {
                (($0.rebuild?.value ?? 0), $0.policy) < (($1.rebuild?.value ?? 0), $1.policy)
            }
            guard let best = holding.first, let rebuild = best.rebuild else {
                let decided = !tested.isEmpty && !tested.contains(where: \.holds)
                return Choice(configuration: name, policy: nil, notTold: [], answer: decided ? .no : .undecided)
            }
            let near = holding.dropFirst().filter { ($0.rebuild?.interval?.lowerBound ?? 0) <= rebuild.value }
            return Choice(
                configuration: name, policy: best, notTold: near.map(\.policy),
                answer: rebuild.interval == nil ? .undecided : .yes)
        }
    }

    /// The verdict: of all builders the policy with the least rebuild time.
    static func verdict(_ policies: [PolicyFindings]) -> Verdict {
        let choices = choices(policies)
        let named = choices.filter { $0.policy != nil }.min {
            ($0.answer.severity, $0.policy?.rebuild?.value ?? 0) < ($1.answer.severity, $1.policy?.rebuild?.value ?? 0)
        }
        guard let named, let policy = named.policy else {
            let answer: Verdict.Answer =
                !choices.isEmpty && choices.allSatisfy { $0.answer == .no } ? .no : .undecided
            return Verdict(question: Questions.garbage.id, answer: answer, estimate: nil, unit: "s")
        }
        return Verdict(
            question: Questions.garbage.id, answer: named.answer, estimate: policy.rebuild, unit: "s",
            decidedBy: policy.name,
            jobsNeeded: named.answer == .undecided ? policy.rebuild?.jobsUntilInterval : nil)
    }
}
