/// The answer first: the question in its words, the number for each builder, why no more, what was at its limit.
struct ExecutorsAnswerSection {
    let findings: ExecutorsFindings

    var paragraphs: [String] {
        [
            "## The answer",
            "**\(Questions.executors.words)** (`\(Questions.executors.id)`)",
            AnswerSection.headlineMark + words,
            table.text,
            "**Rule, fixed before the run:** \(Questions.executors.rule).",
            "**As applied:** \(applied)",
        ].filter { !$0.isEmpty }
    }

    /// The headline, closed by `**`, and what follows it.
    var words: String { "\(headline)** \(sentence)" }

    private var headline: String {
        guard let value = findings.verdict.estimate?.value, findings.verdict.answer != .undecided else {
            return findings.verdict.answer == .no ? "none." : "undecided."
        }
        return "\(Words.count(Int(value), "executor", "executors"))."
    }

    private var sentence: String {
        guard let sweep = findings.sweeps.first(where: { $0.configuration == findings.verdict.decidedBy }),
            let knee = sweep.knee
        else { return "One executor was not measured, by which all others would be judged." }
        let worst = findings.sweeps.count > 1 ? ", the one that fits the fewest, which decides" : ""
        let range =
            sweep.estimate?.interval.map {
                $0.lowerBound == $0.upperBound
                    ? ", the same in each of \(sweep.kneesOfRepeats.count) times through all levels"
                    : ", \(Words.plain($0.lowerBound)) to \(Words.plain($0.upperBound)) over \(sweep.kneesOfRepeats.count) times "
                        + "through all levels"
            } ?? ", from too few times through all levels to say how sure that is"
        guard let next = knee.next else {
            return """
                With \(Words.theConfiguration(sweep.configuration))\(worst), up to \(knee.executors) at a time nothing broke the rule: \
                the levels ended before the knee.
                """
        }
        let limit = sweep.saturated.map { " At that level \(Self.words($0))." } ?? ""
        return """
            With \(Words.theConfiguration(sweep.configuration))\(worst), \(knee.executors) at a time keep the rule\(range); at \
            \(next.executors) \(Self.words(next.breaches)).\(limit)
            """
    }

    var table: MarkdownTable {
        var table = MarkdownTable(
            ("builder", .left), ("executors", .right), ("in each time through", .left), ("next level", .right),
            ("what it broke", .left), ("at its limit there", .left))
        for sweep in findings.sweeps {
            table.add(
                Words.configuration(sweep.configuration), sweep.knee.map { "\($0.executors)" } ?? Words.absent,
                sweep.kneesOfRepeats.map(String.init).joined(separator: ", "),
                sweep.knee?.next.map { "\($0.executors)" } ?? Words.absent,
                sweep.knee?.next.map { Self.words($0.breaches) } ?? "nothing up to the last level",
                sweep.saturated.map(\.rawValue) ?? Words.absent)
        }
        return table
    }

    private var applied: String {
        """
        levels are gone through from one executor up, and the number is the last before the first level that breaks the rule. The 95th \
        percentile is over all counted jobs of a level, throughput the mean over the times through it, and growth is over the level \
        measured before, which need not be N−1. The interval is the least and the most of the same rule applied to each time through \
        the levels alone; fewer than three carry none, and then it is undecided, as it is where no level broke the rule. Of several \
        builders the one that fits the fewest decides.
        """
    }

    static func words(_ breaches: [ExecutorsRule.Breach]) -> String {
        breaches.map { breach in
            switch breach {
            case .tail(let ratio): "the 95th percentile was \(Words.times(ratio)) that of one"
            case .growth(let share):
                share < 0
                    ? "throughput fell by \(Words.percent(-share))" : "throughput grew by \(Words.percent(share)) only"
            case .failures(let count): "\(Words.count(count, "job", "jobs")) failed"
            case .unknown: "too little was measured to tell"
            }
        }.joined(separator: ", ")
    }

    static func words(_ saturation: Saturation) -> String {
        switch saturation {
        case .processors: "the processors were at their limit"
        case .disk: "the disk was at its limit"
        case .memory: "memory was at its limit"
        case .engine:
            "neither processors, disk nor memory were at their limit: jobs waited for the engine or for each other"
        }
    }
}
