/// Which collection policy to run.
struct GarbageQuestion: Question {
    static let id = "garbage"

    var id: String { Self.id }
    let words = "How to garbage collect intermediate and dangling images?"
    let measuredBy = "each policy: peak disk, hit rate afterwards, time blocked on the mutex, races lost"
    let rule = "names the policy with the least rebuild time that never crosses the high mark"
    let scenario: String? = "garbage"
    let advice = Advice(
        yes:
            """
            Run the policy named for the worker's builder, as often as it says, counted in builds, not days. Where the \
            answer above is undecided for that builder, try it on one worker first.
            """,
        no: "Use none of them as they are. Enlarge the disk or collect earlier, then measure again.",
        undecided: "Do not choose a policy on these figures yet; watch the disk.")
    let terms = AnswerTerms(yes: "found", no: "none", counted: ("pair of builds", "pairs of builds"))

    func evidence(in run: RunReader) async throws -> GarbageEvidence? { try await GarbageEvidence.read(run) }

    func verdict(on evidence: GarbageEvidence) -> Verdict { GarbageRule.verdict(evidence.policies) }

    func warnings(on evidence: GarbageEvidence) -> [Warning] { evidence.warnings }

    func page(_ evidence: GarbageEvidence, _ verdict: Verdict) -> Page {
        let page = GarbagePage(evidence: evidence)
        return page.page(answer: page.garbageAnswer, decidedBy: evidence.policy(named: verdict.decidedBy))
    }

    func answer(_ evidence: GarbageEvidence, _ verdict: Verdict) -> Answer {
        let policy = evidence.policy(named: verdict.decidedBy)
        let builder = policy.map { " with \(Words.theConfiguration($0.configuration))" } ?? ""
        return Answer(
            sentence: policy.map { sentence($0, in: evidence) } ?? "No policy held the disk's high mark.",
            measure: "delay of a build\(builder): ")
    }

    /// The policy of each builder, the one that decided first.
    private func sentence(_ decided: PolicyEvidence, in evidence: GarbageEvidence) -> String {
        let choices = evidence.choices.sorted { left, right in
            left.policy?.name == decided.name && right.policy?.name != decided.name
        }
        let parts = choices.map { choice in
            let builder = Words.theConfiguration(choice.configuration)
            guard let policy = choice.policy, let rebuild = policy.rebuild else {
                return "With \(builder) no policy kept the disk below its mark."
            }
            let isNothing = rebuild.interval?.contains(0) ?? false
            return """
                With \(builder) \(evidence.explained(policy)) delays builds least. \(rivals(of: choice, in: evidence)). \
                A build takes \(Words.seconds(rebuild.value)) longer (\(Words.interval(rebuild.interval))\
                \(isNothing ? ": no clear delay" : "")).
                """
        }
        return parts.joined(separator: " ")
    }

    /// `It is the only one of 6 policies that kept the disk below its mark`, or what shares the first place with it.
    private func rivals(of choice: GarbageRule.Choice, in evidence: GarbageEvidence) -> String {
        let tried = evidence.policies.filter { $0.configuration == choice.configuration && !$0.isReference }
        let count = Words.count(tried.count, "policy", "policies")
        let near = choice.notTold.map(\.word).joined(separator: ", ")
        let held = "kept the disk below its mark"
        if tried.count(where: \.holds) == 1 { return "It is the only one of \(count) that \(held)" }
        let place = near.isEmpty ? "the best of \(count)" : "of \(count) not distinguishable from \(near)"
        return "It \(held), and is \(place)"
    }
}

/// The rule of `garbage`, applied: pure, and fixed before any run.
enum GarbageRule {
    /// What it names for one builder.
    struct Choice: Sendable, Equatable {
        var configuration: String
        /// The policy with the least rebuild time that never crosses the mark; nil where none holds it or nothing was tested.
        var policy: PolicyEvidence?
        /// Others that hold it too, whose rebuild time's interval reaches down to the named one's value.
        var notTold: [PolicyEvidence]
        var answer: Verdict.Answer
    }

    /// What the rule names for each builder: yes where it names one, no where none that was tested holds the mark, undecided
    /// where nothing was tested or the pairs are too few.
    static func choices(_ policies: [PolicyEvidence]) -> [Choice] {
        Set(policies.map(\.configuration)).sorted().map { name in
            let tested = policies.filter { $0.configuration == name }.tested
            let holding = tested.filter { $0.holds && $0.rebuild != nil }.sorted {
                ($0.rebuild?.value ?? 0, $0.policy) < ($1.rebuild?.value ?? 0, $1.policy)
            }
            guard let best = holding.first, let rebuild = best.rebuild else {
                let decided = !tested.isEmpty && !tested.contains(where: \.holds)
                return Choice(configuration: name, policy: nil, notTold: [], answer: decided ? .no : .undecided)
            }
            let near = holding.dropFirst().filter { ($0.rebuild?.interval?.lowerBound ?? 0) <= rebuild.value }
            return Choice(
                configuration: name, policy: best, notTold: Array(near),
                answer: rebuild.interval == nil ? .undecided : .yes)
        }
    }

    /// The verdict: of all builders the policy with the least rebuild time.
    static func verdict(_ policies: [PolicyEvidence]) -> Verdict {
        let choices = choices(policies)
        let named = choices.filter { $0.policy != nil }.min {
            ($0.answer.severity, $0.policy?.rebuild?.value ?? 0) < ($1.answer.severity, $1.policy?.rebuild?.value ?? 0)
        }
        guard let named, let policy = named.policy else {
            let isNo = !choices.isEmpty && choices.allSatisfy { $0.answer == .no }
            return Verdict(isNo ? .no : .undecided, estimate: nil, unit: "s")
        }
        return Verdict(
            named.answer, estimate: policy.rebuild, unit: "s", decidedBy: policy.name,
            jobsNeeded: named.answer == .undecided ? policy.rebuild?.jobsUntilInterval : nil)
    }
}
