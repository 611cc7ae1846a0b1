import Questions

extension ComparisonReport {
    var rule: String {
        let terms = comparison.terms
        let level = Words.percent(terms.level)
        return """
            ## The rule

            A series is one metric of the jobs of one fixture, configuration and change class that succeeded, warm-ups left out. It is
            worse or better where it moved beyond chance and reached the threshold. Beyond chance: by Mann and Whitney's test, corrected
            by Holm's method for the \(Words.count(comparison.tests, "test", "tests")) of this comparison. So two like runs alarm
            anywhere with a probability of at most \(level). Tests that too few jobs could never carry are left out beforehand.
            \(thresholds) Totals, and counts that are the same from job to job, are not tested: any change of them is certain. The shift
            is Hodges and Lehmann's, with its interval at \(Words.percent(terms.intervalLevel)). Where most jobs have the same count, it
            is the difference of the means. The size is given by Cliff's delta.
            """
    }

    private var thresholds: String {
        let terms = comparison.terms
        let fixed =
            "\(Words.percent(terms.timedThreshold)) of the base's median for times, "
            + "\(Words.percent(terms.countedThreshold)) for counts"
        guard comparison.series.contains(where: { if case .history = $0.threshold.source { true } else { false } })
        else {
            return
                "Threshold: \(fixed), and at least \(Words.milliseconds(terms.leastSeconds)) for times. It is fixed, as there "
                + "are not \(terms.leastHistory) earlier runs to learn a series' own noise from (\(comparison.earlierRuns) found)."
        }
        return
            "Threshold: \(Words.plain(terms.deviations)) standard deviations of the difference between two runs, "
            + "learned from the medians of the \(comparison.earlierRuns) earlier runs like these. "
            + "For series that fewer than \(terms.leastHistory) of them have: \(fixed)."
    }

    /// Series that did not move or are undecided, as counts by metric, and those that only one run has.
    var rest: String? {
        let parts = [counts, missing("base", comparison.onlyInBase), missing("candidate", comparison.onlyInCandidate)]
            .compactMap { $0 }
        return parts.isEmpty ? nil : "## The rest\n\n" + parts.joined(separator: "\n\n")
    }

    private var counts: String? {
        let rest = comparison.series.filter { $0.verdict == .same || $0.verdict == .undecided }
        guard !rest.isEmpty else { return nil }
        let metrics = Dictionary(grouping: rest, by: \.metric).sorted { $0.key.id < $1.key.id }
        let table = Table(metrics) {
            Column("metric") { ComparisonWords.metric($0.key) }
            Column("did not move", .right) { "\($0.value.count { $0.verdict == .same })" }
            Column("undecided", .right) { "\($0.value.count { $0.verdict == .undecided })" }
            Column("largest change that could hide", .right) { hidden($0.value) }
            Column("jobs needed per side", .right) { needed($0.value) }
        }
        return table.markdown
    }

    /// The largest change that could hide in one of the series, as a share where there is one.
    private func hidden(_ series: [SeriesComparison]) -> String {
        let shares = series.compactMap { one -> Double? in
            guard case .tooNoisy(let shift)? = one.doubt, one.base != 0 else { return nil }
            return shift / abs(one.base)
        }
        return Words.percent(shares.max())
    }

    private func needed(_ series: [SeriesComparison]) -> String {
        let counts = series.compactMap { one -> Int? in
            switch one.doubt {
            case .tooFew(let needed)?: needed
            case .notRepeated?: 2
            case .tooNoisy?, nil: nil
            }
        }
        return counts.max().map { "\($0)" } ?? Words.absent
    }

    private func missing(_ side: String, _ keys: [SeriesKey]) -> String? {
        guard !keys.isEmpty else { return nil }
        let most = 10
        let names = keys.prefix(most).map { Markdown.escaped($0.description) }.joined(separator: "; ")
        let more = keys.count > most ? "; and \(keys.count - most) more" : ""
        return "Only the \(side) has \(keys.count) series: \(names)\(more)."
    }

    func measuredAgain(_ confirmation: Confirmation) -> String {
        let confirmed = confirmation.confirmed
        let suspects = confirmation.again.count + confirmation.missing.count
        let table = Table(confirmation.again) {
            Column("metric") { ComparisonWords.metric($0.metric) }
            Column("jobs") { ComparisonWords.jobs($0.key) }
            Column("base", .right) { ComparisonWords.value($0.base, $0.metric) }
            Column("candidate", .right) { ComparisonWords.value($0.candidate, $0.metric) }
            Column("relative shift", .right) { ComparisonWords.share($0.relative) }
            Column("interval", .right) { ComparisonWords.interval($0) }
            Column("n", .right) { "\($0.baseCount), \($0.candidateCount)" }
            Column("again") { confirmed.contains($0.key) ? "worse" : "not worse" }
        }
        let missing =
            confirmation.missing.isEmpty
            ? ""
            : "\n\nNot measured again, and so still worse: "
                + confirmation.missing.map { Markdown.escaped($0.description) }.joined(separator: "; ") + "."
        return """
            ## Measured again

            **Of \(Words.count(suspects, "series that looks", "series that look")) worse, \(confirmed.count) \
            \(confirmed.count == 1 ? "is" : "are") worse again**. Only that counts in the end. Each side was measured again \
            \(Words.count(confirmation.turns, "time", "times")), in turn, both orders equally often.

            - base: \(Markdown.code(confirmation.baseCommand))
            - candidate: \(Markdown.code(confirmation.candidateCommand))

            \(table.markdown)\(missing)
            """
    }
}
