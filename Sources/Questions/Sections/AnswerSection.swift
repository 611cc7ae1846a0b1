/// The answer first: the question in its words, the verdict, how sure it is, what follows from it.
package struct AnswerSection {
    /// What the line with the answer starts with, by which the index finds it: nothing else in a report does.
    package static let headlineMark = "**Answer: "

    let findings: OverheadFindings

    package var paragraphs: [String] {
        [
            "## The answer",
            "**\(Questions.buildOverhead.words)** (`\(Questions.buildOverhead.id)`)",
            Self.headlineMark + words,
            table.text,
            "**Rule, fixed before the run:** \(Questions.buildOverhead.rule).",
            "**As applied:** \(applied)",
            """
            **Beside it, quoted and not measured here:** a disposable virtual machine was ready in \
            \(Words.plain(OverheadRule.virtualMachine.lowerBound)) s ideally, up to \
            \(Words.plain(OverheadRule.virtualMachine.upperBound)) s when busy (Wikimedia operations-puppet history, October–November 2016).
            """,
            "**What follows:** \(consequence)",
        ].filter { !$0.isEmpty }
    }

    /// The headline, closed by `**`, and what follows it.
    package var words: String { "\(headline)** \(sentence)" }

    private var headline: String {
        switch findings.verdict.answer {
        case .yes: "yes, it is light."
        case .no: "no, it is not light."
        case .undecided: "undecided."
        }
    }

    private var sentence: String {
        guard let estimate = findings.verdict.estimate else {
            return "No job of a real fixture succeeded on a warm worker, so there is nothing to judge."
        }
        let median = """
            On a warm worker half of all jobs take \(Words.seconds(estimate.value)) or more beyond their own \
            command\(worst)
            """
        guard let interval = estimate.interval else {
            return """
                \(median); but \(Words.count(estimate.count, "job is", "jobs are")) too few to say how far that figure \
                may be off.
                """
        }
        return """
            \(median); the true median lies between \(Words.interval(interval).replacing(" to ", with: " and ")) with \
            95 % confidence (n = \(Words.count(estimate.count, "job", "jobs"))).
            """
    }

    private var worst: String {
        guard let configuration = findings.verdict.decidedBy else { return "" }
        let name = Words.theConfiguration(configuration)
        return findings.pooled.count > 1
            ? " with \(name), the worst of \(findings.pooled.count) builders, which decides" : " with \(name)"
    }

    package var table: MarkdownTable {
        var table = MarkdownTable(
            ("builder", .left), ("median overhead", .right), ("95 % interval", .left), ("jobs", .right),
            ("share of the job", .right), ("the rule says", .left))
        for pooled in findings.pooled {
            table.add(
                Words.configuration(pooled.configuration), Words.seconds(pooled.estimate?.value),
                pooled.estimate.map { Words.interval($0.interval) } ?? Words.absent, "\(pooled.estimate?.count ?? 0)",
                Words.percent(pooled.share), pooled.answer.rawValue)
        }
        return table
    }

    private var applied: String {
        let fixtures = Set(findings.real.map { Markdown.code($0.series.fixture) }).sorted().joined(separator: " and ")
        return """
            the figure judged is the median overhead of all warm jobs of the real fixtures\
            \(fixtures.isEmpty ? "" : " (\(fixtures))") together, each job weighted by how often its kind of change \
            stands in the real history. Warm-ups, builds without a cache, failed jobs and the no-op job do not count. \
            Each builder is judged alone and the worst decides: yes if the interval lies under \
            \(Words.plain(OverheadRule.bound)) s, no if it lies at or over it, undecided if it holds it or if the jobs \
            are too few for an interval (fewer than \(Estimate.fewestJobs), weighted).
            """
    }

    private var consequence: String {
        switch findings.verdict.answer {
        case .yes:
            return """
                on a worker like this one, starting each build in a fresh container is cheap enough not to be an \
                argument against it.
                """
        case .no:
            return """
                on a worker like this one, containers cost more than the rule allows: see below which phase the time \
                goes to before deciding.
                """
        case .undecided:
            guard let needed = findings.verdict.jobsNeeded else {
                return "the median stands too near the bound for more jobs to decide it."
            }
            return """
                do not decide on these figures: about \(Words.count(needed, "more job is", "more jobs are")) needed \
                with that builder (`--profile full` runs more).
                """
        }
    }
}
