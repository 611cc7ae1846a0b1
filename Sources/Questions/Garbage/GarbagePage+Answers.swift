/// The two answers: the questions in their words, the verdicts, how sure they are.
extension GarbagePage {
    var answers: [Page.Block] {
        [
            "## The answers",
            "**\(StorageQuestion().words)** (`\(StorageQuestion.id)`)",
            "\(Page.answerMark)\(storageAnswer)",
            "**Rule, fixed before the run:** \(StorageQuestion().rule).",
            """
            **As applied:** each job is set beside the one on the same change on the engine on which nothing is removed. A policy holds \
            the mark when, after each job and its own turn, its disk was at or under it, and no job was refused for want of space. The \
            time-weighted hit rate counts each build step by the time that it takes when it misses, the same under all policies. Only \
            policies count whose trace, where nothing is removed, goes over the mark. Yes if one that holds costs at most \
            \(Words.plain(StorageRule.costBound)) points at the upper end of its interval, no if none holds or each costs more at the \
            lower end. Where no pair differs the interval ends where its pairs exclude more: at what is lost if as many jobs lose all \
            their hits as n pairs without one such job leave possible (1 − 0.05^(1/n)).
            """,
            "**\(GarbageQuestion().words)** (`\(GarbageQuestion.id)`)",
            "\(Page.answerMark)\(garbageAnswer)",
            "**Rule, fixed before the run:** \(GarbageQuestion().rule).",
            """
            **As applied:** rebuild time is what the build phase takes beyond the same change's where nothing is removed, the mean over \
            the trace as it was replayed; the policy's own work is not in it, and stands beside it in the table. Each builder is judged \
            alone; the answer is the least of all. “Not told apart” are policies that hold the mark too, and whose interval reaches down \
            to the named one's value.
            """,
        ]
    }

    /// The answer on `storage`: its headline, closed by `**`, and what follows it.
    var storageAnswer: String {
        let verdict = evidence.storage
        let headline =
            switch verdict.answer {
            case .yes: "yes, it is bounded."
            case .no: "no, it is not bounded."
            case .undecided, .evidence: "undecided."
            }
        return "\(headline)** \(storageSentence(verdict))"
    }

    private func storageSentence(_ verdict: Verdict) -> String {
        guard let estimate = verdict.estimate, let policy = evidence.policy(named: verdict.decidedBy) else {
            return verdict.answer == .no
                ? "\(disk("A")) was held by no policy: see the table."
                : "Nothing was put to the test: the trace did not fill \(disk("a")) where nothing was removed."
        }
        let needed =
            verdict.jobsNeeded.map { "; about \(Words.count($0, "more job", "more jobs")) would decide it" } ?? ""
        let cost = """
            \(disk("A")) is held by \(GarbageWords.choice(policy)), at a cost of \(Words.number(estimate.value)) points of \
            the time-weighted hit rate
            """
        guard let interval = estimate.interval else {
            let few = Words.count(estimate.count, "job is", "jobs are")
            return "\(cost); but \(few) too few to say how sure that is\(needed)."
        }
        if let unvaried = estimate.unvaried {
            let pairs = Words.count(estimate.count, "pair of jobs", "pairs of jobs")
            return """
                \(cost): no job lost a hit; \(Words.unvaried(unvaried, pairs, of: "jobs")) lose all of theirs, with 95 % confidence, \
                which would cost \(Words.number(interval.upperBound)) points\(needed).
                """
        }
        return """
            \(cost); the true cost lies between \(Words.number(interval.lowerBound)) and \(Words.number(interval.upperBound)) points \
            with 95 % confidence (n = \(Words.count(estimate.count, "job", "jobs")))\(needed).
            """
    }

    /// The compared disk in a sentence.
    private func disk(_ article: String) -> String {
        guard let capacity = evidence.capacity, let high = evidence.high else {
            return "\(article) disk of unknown size"
        }
        return "\(article) disk of \(Words.bytes(capacity)) with a high mark at \(Words.bytes(high))"
    }

    /// The answer on `garbage`: its headline, closed by `**`, and what follows it.
    var garbageAnswer: String {
        let verdict = evidence.garbage
        let headline =
            switch verdict.answer {
            case .yes: evidence.policy(named: verdict.decidedBy).map { "\(GarbageWords.choice($0))." } ?? "yes."
            case .no: "none of them."
            case .undecided, .evidence: "undecided."
            }
        return "\(headline)** \(evidence.choices.map(sentence).joined(separator: " "))"
    }

    private func sentence(_ choice: GarbageRule.Choice) -> String {
        let builder = Words.theConfiguration(choice.configuration)
        guard let policy = choice.policy, let rebuild = policy.rebuild else {
            return choice.answer == .no
                ? "With \(builder) none of the policies holds the mark."
                : "With \(builder) nothing could be judged."
        }
        let near =
            choice.notTold.isEmpty
            ? ""
            : "; not told apart from it: " + choice.notTold.map(GarbageWords.policy).joined(separator: ", ")
        return """
            With \(builder) \(GarbageWords.policy(policy.policy)) holds the mark at \(Words.seconds(rebuild.value)) of rebuilding a \
            build (95 % interval \(Words.interval(rebuild.interval)), n = \(rebuild.count))\(near).
            """
    }
}
