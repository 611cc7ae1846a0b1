import Model

/// The answer first: the question in its words, the verdict, which strategies do it for which package manager.
struct DependencyAnswerSection {
    let findings: DependencyFindings

    var paragraphs: [String] {
        [
            "## The answer",
            "**\(Questions.cacheableDependencies.words)** (`\(Questions.cacheableDependencies.id)`)",
            AnswerSection.headlineMark + words,
            table.text,
            "**Rule, fixed before the run:** \(Questions.cacheableDependencies.rule).",
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
        guard !findings.managers.isEmpty else { return "No job was measured, so there is nothing to judge." }
        let easy = findings.managers.filter { $0.answer == .yes }.map(\.name)
        let hard = findings.managers.filter { $0.answer == .no }.map(\.name)
        let open = findings.managers.filter { $0.answer == .undecided }.map(\.name)
        let parts = [("easily", easy), ("not easily", hard), ("undecided", open)].filter { !$0.1.isEmpty }
        let lists = parts.map { "\($0.0): \($0.1.joined(separator: ", "))" }.joined(separator: "; ")
        guard let worst = findings.managers.first(where: { $0.best.map(isDeciding) ?? false }),
            let best = worst.best, let ratio = best.ratio
        else { return "By package manager, \(lists)." }
        let interval =
            ratio.interval.map {
                ", with 95 % confidence between \(Words.timesInterval($0).replacing(" to ", with: " and "))"
            } ?? ", from too few jobs to say how far that may be off"
        return """
            By package manager, \(lists). The least easy is \(worst.name): with the strategy that serves it best \
            (\(Words.configuration(best.series.configuration))) a change of its manifest costs \(Words.times(ratio.value)) what \
            a cold build does\(interval) (n = \(Words.count(ratio.count, "change", "changes"))).
            """
    }

    private func isDeciding(_ series: DependencySeries) -> Bool {
        findings.verdict.decidedBy == "\(series.series.fixture): \(series.series.configuration)"
    }

    var table: MarkdownTable {
        var table = MarkdownTable(
            ("packages of", .left), ("easily?", .left), ("best strategy", .left), ("its ratio", .right),
            ("95 % interval", .left), ("strategies that do", .left), ("that do not", .left), ("undecided", .left))
        for manager in findings.managers {
            func list(_ answer: Verdict.Answer) -> String {
                let names = manager.series.filter { $0.answer == answer }.map {
                    Words.configuration($0.series.configuration)
                }
                return names.isEmpty ? Words.absent : names.joined(separator: "; ")
            }
            table.add(
                manager.name, manager.answer.rawValue,
                manager.best.map { Words.configuration($0.series.configuration) } ?? Words.absent,
                Words.times(manager.best?.ratio?.value),
                manager.best?.ratio.map { Words.timesInterval($0.interval) } ?? Words.absent,
                list(.yes), list(.no), list(.undecided))
        }
        return table
    }

    private var applied: String {
        """
        what a job costs is the time of its build and, with a restored archive, that of restoring and saving it. Each package \
        manager is judged with each strategy and builder alone: no if the installation ran again after one source change or more, or \
        if the interval of the ratio (a change of the manifest over a cold build) lies over \
        \(Words.plain(DependencyRule.ratioBound)); yes if it came from the cache after every one of at least \
        \(Estimate.fewestJobs) source changes and the interval lies at or under \(Words.plain(DependencyRule.ratioBound)); undecided \
        otherwise. A package manager is easy if one strategy with one builder is; over all of them the least easy decides. The ratio \
        is the median of the ratios of each such change to each cold build, with an exact interval by ranks, which few jobs can carry.
        """
    }

    private var consequence: String {
        let simple = findings.managers.filter { manager in
            manager.series.contains { $0.strategy == "manifest-layer" && $0.answer == .yes }
        }
        let hits = findings.series.filter { $0.strategy == "manifest-layer" }.compactMap { $0.of(.source) }
        var text = ""
        if !hits.isEmpty, hits.allSatisfy({ $0.hits == $0.jobs }) {
            text = "copying the manifest before the rest keeps the installation over every change of sources. "
        }
        text +=
            simple.count == findings.managers.count && !simple.isEmpty
            ? "It also makes changes of the manifest cheap."
            : """
            Whether a change of the manifest gets cheaper is what the strategy decides: take for each package manager the one of the \
            table above, and where none does it, expect such a change to cost nearly a cold build.
            """
        if findings.verdict.answer == .undecided, let needed = findings.verdict.jobsNeeded {
            text += """
                 Where it is undecided, do not decide on these figures: about \
                \(Words.count(needed, "more change is", "more changes are")) needed (`--profile full` runs more).
                """
        }
        return text
    }
}
