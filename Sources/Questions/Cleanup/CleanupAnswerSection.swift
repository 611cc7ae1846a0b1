/// The answer first: the question in its words, the verdict, what was left after which outcome.
struct CleanupAnswerSection {
    let findings: CleanupFindings

    var paragraphs: [String] {
        [
            "## The answer",
            "**\(Questions.cleanup.words)** (`\(Questions.cleanup.id)`)",
            AnswerSection.headlineMark + words,
            "**Rule, fixed before the run:** \(Questions.cleanup.rule).",
            "**As applied:** \(applied)",
            "**What follows:** \(consequence)",
        ]
    }

    /// The headline, closed by `**`, and what follows it.
    var words: String { "\(headline)** \(sentence)" }

    private var headline: String {
        switch findings.verdict.answer {
        case .yes: "yes, nothing is left."
        case .no: "no, not by the rule."
        case .undecided: "undecided."
        }
    }

    private var sentence: String {
        guard findings.audited > 0 else { return "No audit was taken after a job, so there is nothing to judge." }
        let left = findings.leaks.count
        let jobs =
            "After \(findings.clean) of \(Words.count(findings.audited, "job", "jobs")) nothing was left in any kind that was "
            + "looked at"
        guard left > 0 else { return "\(jobs). \(growth)\(missed)\(failed)" }
        let remained = findings.leaks.count { $0.remained == true }
        return """
            \(jobs); \(Words.count(left, "thing was", "things were")) left in all (\(Words.bytes(Double(bytes))) as far as that is \
            known), and \(remained) of them were still there at the end. \(growth)\(missed)\(failed)
            """
    }

    /// What the answer does not rest on.
    private var missed: String {
        let count = findings.missed.reduce(0) { $0 + $1.jobs }
        guard count > 0 else { return "" }
        return " In \(Words.count(count, "job", "jobs")) the planted fault missed: of that fault they tell nothing."
    }

    /// Jobs that could not clean up after themselves.
    private var failed: String {
        guard findings.failedCleanups > 0 else { return "" }
        return " The cleanup of \(Words.count(findings.failedCleanups, "job", "jobs")) failed."
    }

    private var bytes: Int { findings.leaks.reduce(0) { $0 + ($1.leak.bytes ?? 0) } }

    private var growth: String {
        guard let growth = findings.growth else {
            return "No ledger was kept, so that what the disk holds beyond the engine's words is not known."
        }
        guard let share = growth.share else {
            return
                "No build made anything of which the engine told a size, so that the remainder has nothing to be set beside."
        }
        return """
            What the disk holds beyond the engine's words grew by \(Words.bytes(Double(growth.remainder))) over the series: \
            \(Words.percent(share)) of the \(Words.bytes(Double(growth.made))) of layers that were made \
            (n = \(Words.count(growth.jobs, "job", "jobs"))).
            """
    }

    private var applied: String {
        """
        an audit before the first job says what was there; what the audit after a job finds besides, 3 s after it was first seen \
        or later, and what is not meant to stay (the newest image of each configuration, BuildKit's cache), counts as left. No if \
        anything was left after any job, or the remainder grew by \(Words.percent(CleanupRule.growthBound)) of the bytes created or \
        more; yes if nothing was, every kind was seen whole in every audit, and the remainder grew by less; undecided if a kind was \
        not seen whole, or no ledger was kept. A leak needs no interval: one is one.
        """
    }

    private var consequence: String {
        let struck = findings.cases.filter { $0.left > 0 }.map { CleanupWords.fault($0.fault) }
        let dirty =
            struck
            + findings.missed.filter { $0.left > 0 }.map { "\(CleanupWords.fault($0.fault)), though it missed" }
        if !dirty.isEmpty {
            let names = Set(dirty).sorted().joined(separator: "; ")
            return """
                a worker is not clean by its jobs' own cleanup after: \(names). See below what is left there, and by how much the disk \
                fills with it; a worker on which these happen needs a collector, or to be made anew from time to time.
                """
        }
        switch findings.verdict.answer {
        case .yes: return "jobs clean up after themselves, whatever happened to them here."
        case .no: return "nothing with a name is left, but the disk fills all the same: see the ledger's remainder."
        case .undecided:
            return """
                more jobs do not decide it: \(findings.unseen.isEmpty ? "keep a ledger" : "run it with --engine embedded, where every kind is seen").
                """
        }
    }
}
