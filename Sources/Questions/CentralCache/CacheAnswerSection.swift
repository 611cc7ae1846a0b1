/// The answer first: the question in its words, the verdict, how sure it is, what follows from it.
struct CacheAnswerSection {
    let findings: CentralCacheFindings

    var paragraphs: [String] {
        [
            "## The answer",
            "**\(Questions.centralCache.words)** (`\(Questions.centralCache.id)`)",
            AnswerSection.headlineMark + words,
            table.text,
            "**Rule, fixed before the run:** \(Questions.centralCache.rule).",
            "**As applied:** \(applied)",
            "**What follows:** \(consequence)",
        ].filter { !$0.isEmpty }
    }

    /// The headline, closed by `**`, and what follows it.
    var words: String { "\(headline)** \(sentence)" }

    private var headline: String {
        switch findings.verdict.answer {
        case .yes: "yes."
        case .no: "no."
        case .undecided: "undecided."
        }
    }

    private var sentence: String {
        guard let estimate = findings.verdict.estimate, let configuration = findings.verdict.decidedBy else {
            return
                "No change was built both with the registry's cache and on a warm engine, so there is nothing to judge."
        }
        let which =
            findings.builders.count > 1 ? ", the worst of \(findings.builders.count) builders, which decides" : ""
        let median = """
            On an engine that never built the repository the median job takes \(Words.times(estimate.value)) what it takes on \
            a warm one when it finds the registry's cache, with \(Words.theConfiguration(configuration))\(which)
            """
        guard let interval = estimate.interval else {
            return """
                \(median); but \(Words.count(estimate.count, "change is", "changes are")) too few to say how far that figure \
                may be off.
                """
        }
        return """
            \(median); the true ratio lies between \
            \(Words.timesInterval(interval).replacing(" to ", with: " and ")) with 95 % confidence (n = \
            \(Words.count(estimate.count, "change", "changes"))).
            """
    }

    var table: MarkdownTable {
        var table = MarkdownTable(
            ("builder", .left), ("warm job", .right), ("with the registry", .right), ("cold job", .right),
            ("registry ÷ warm", .right), ("95 % interval", .left), ("cold ÷ warm", .right),
            ("of the warm engine's hits", .right), ("changes", .right), ("the rule says", .left))
        for builder in findings.builders {
            table.add(
                Words.configuration(builder.configuration), Words.seconds(builder.warm),
                Words.seconds(builder.registry), Words.seconds(builder.cold), Words.times(builder.ratio?.value),
                builder.ratio.map { Words.timesInterval($0.interval) } ?? Words.absent,
                Words.times(builder.coldRatio?.value), Words.percent(builder.hits?.value),
                "\(builder.ratio?.count ?? 0)", builder.answer.rawValue)
        }
        return table
    }

    private var applied: String {
        """
        each job on the cold engine with the registry's cache is set beside the job of the warm engine on the same change, each \
        change weighted by how often its kind stands in the real history. The figure judged is the first's median time over \
        the second's; the hits are steps that came from the cache, of those that can. Pulling counts in the job's time, pushing \
        does not: it is reported below. Warm-ups and failed jobs do not count. Each builder is judged alone and the worst \
        decides: yes if the interval of the ratio lies at or under \(Words.plain(CentralCacheRule.ratioBound)) and that of the \
        hits' share at or over \(Words.percent(CentralCacheRule.hitsBound)), no if either lies beyond, undecided otherwise. \
        Where no change's hits differ their interval is what n changes leave possible: that 1 − 0.05^(1/n) of changes have none.
        """
    }

    private var consequence: String {
        switch findings.verdict.answer {
        case .yes: return "a new or idle worker can take over a job without rebuilding what another one built."
        case .no:
            let good = findings.builders.filter { $0.answer == .yes }.map { Words.theConfiguration($0.configuration) }
            return good.isEmpty
                ? "jobs are better sent to the worker that built their repository last."
                : "a central cache serves with \(good.joined(separator: " and ")) only."
        case .undecided:
            guard let needed = findings.verdict.jobsNeeded else {
                return "the figures stand too near a bound for more changes to decide it."
            }
            return """
                do not decide on these figures: about \(Words.count(needed, "more change is", "more changes are")) needed with \
                that builder (`--profile full` runs more).
                """
        }
    }
}
