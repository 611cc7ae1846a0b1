/// The two answers first: the questions in their words, the verdicts, how sure they are.
struct GarbageAnswerSection {
    let findings: GarbageFindings

    var paragraphs: [String] {
        [
            "## The answers",
            "**\(Questions.storage.words)** (`\(Questions.storage.id)`)",
            AnswerSection.headlineMark + words(on: Questions.storage),
            "**Rule, fixed before the run:** \(Questions.storage.rule).",
            "**As applied:** \(storageApplied)",
            "**\(Questions.garbage.words)** (`\(Questions.garbage.id)`)",
            AnswerSection.headlineMark + words(on: Questions.garbage),
            "**Rule, fixed before the run:** \(Questions.garbage.rule).",
            "**As applied:** \(garbageApplied)",
        ]
    }

    /// The headline on one of the two questions, closed by `**`, and what follows it.
    func words(on question: Question) -> String {
        question == Questions.storage
            ? "\(storageHeadline)** \(storageSentence)" : "\(garbageHeadline)** \(garbageSentence)"
    }

    // MARK: - Storage

    private var storageHeadline: String {
        switch findings.storage.answer {
        case .yes: "yes, it is bounded."
        case .no: "no, it is not bounded."
        case .undecided: "undecided."
        }
    }

    private var disk: String {
        guard let capacity = findings.capacity, let high = findings.high else { return "A disk of unknown size" }
        return "A disk of \(Words.bytes(capacity)) with a high mark at \(Words.bytes(high))"
    }

    private var storageSentence: String {
        guard let estimate = findings.storage.estimate, let name = findings.storage.decidedBy else {
            return findings.storage.answer == .no
                ? "\(disk) was held by no policy: see the table."
                : "Nothing was put to the test: the trace did not fill \(disk.lowercasedFirst) where nothing was removed."
        }
        let cost = """
            \(disk) is held by \(GarbageWords.choice(name, in: findings)), at a cost of \(Words.number(estimate.value)) points of \
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

    private var needed: String {
        findings.storage.jobsNeeded.map { "; about \(Words.count($0, "more job", "more jobs")) would decide it" } ?? ""
    }

    private var storageApplied: String {
        """
        each job is set beside the one on the same change on the engine on which nothing is removed. A policy holds the mark when, \
        after each job and its own turn, its disk was at or under it, and no job was refused for want of space. The time-weighted \
        hit rate counts each build step by the time that it takes when it misses, the same under all policies. Only policies \
        count whose trace, where nothing is removed, goes over the mark. Yes if one that holds costs at most \
        \(Words.plain(StorageRule.costBound)) points at the upper end of its interval, no if none holds or each costs more at the \
        lower end. Where no pair differs the interval ends where its pairs exclude more: at what is lost if as many jobs lose all \
        their hits as n pairs without one such job leave possible (1 − 0.05^(1/n)).
        """
    }

    // MARK: - Garbage

    private var garbageHeadline: String {
        switch findings.garbage.answer {
        case .yes:
            findings.garbage.decidedBy.map { "\(GarbageWords.choice($0, in: findings))." } ?? "yes."
        case .no: "none of them."
        case .undecided: "undecided."
        }
    }

    private var garbageSentence: String {
        let sentences = findings.choices.map { choice -> String in
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
        return sentences.joined(separator: " ")
    }

    private var garbageApplied: String {
        """
        rebuild time is what the build phase takes beyond the same change's where nothing is removed, the mean over the trace as it \
        was replayed; the policy's own work is not in it, and stands beside it in the table. Each builder is judged alone; the \
        answer is the least of all. “Not told apart” are policies that hold the mark too, and whose interval reaches down to the \
        named one's value.
        """
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
