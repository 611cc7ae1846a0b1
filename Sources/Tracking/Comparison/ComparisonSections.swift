import Publishing
import Questions

/// The rule by which a series is worse or better, as it was applied.
struct ComparisonRuleSection {
    let comparison: Comparison

    var text: String {
        let terms = comparison.terms
        let level = Words.percent(terms.level)
        return """
            ## The rule

            A series is one metric of the jobs of one fixture, configuration and change class that succeeded, warm-ups left out. It is
            worse or better where it moved beyond chance and by as much as counts. Beyond chance: by Mann and Whitney's test, corrected
            by Holm's method for the \(Words.count(comparison.tests, "test", "tests")) of this comparison, so that two like runs
            alarm anywhere with a probability of at most \(level); tests that too few jobs could never carry are left out beforehand.
            \(thresholds) Totals, and counts that are the same from job to job, are not tested: any change of them is certain. The shift
            is Hodges and Lehmann's, its interval at \(Words.percent(terms.intervalLevel)); where most jobs have the same count, the
            difference of the means. The size is told by Cliff's delta.
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
                "By as much as counts: \(fixed), and at least \(Words.milliseconds(terms.leastSeconds)) for times, as there "
                + "are not \(terms.leastHistory) earlier runs to learn a series' own noise from (\(comparison.earlierRuns) found)."
        }
        return
            "By as much as counts: \(Words.plain(terms.deviations)) standard deviations of the difference between two runs, "
            + "learned from the medians of the \(comparison.earlierRuns) earlier runs like these; "
            + "of series that fewer than \(terms.leastHistory) of them have, \(fixed)."
    }
}

/// Series that did not move or are undecided, as counts by metric, and those that only one run has.
struct ComparisonRestSection {
    private static let mostNames = 10

    let comparison: Comparison

    var text: String? {
        let parts = [counts, missing("base", comparison.onlyInBase), missing("candidate", comparison.onlyInCandidate)]
        let there = parts.compactMap { $0 }
        return there.isEmpty ? nil : "## The rest\n\n" + there.joined(separator: "\n\n")
    }

    private var counts: String? {
        let rest = comparison.series.filter { $0.verdict == .same || $0.verdict == .undecided }
        guard !rest.isEmpty else { return nil }
        var table = Table(
            ("metric", .left), ("did not move", .right), ("cannot be told", .right),
            ("a change could hide up to", .right),
            ("jobs a side that would do", .right))
        for (metric, series) in Dictionary(grouping: rest, by: \.metric).sorted(by: { $0.key.id < $1.key.id }) {
            let same = series.filter { $0.verdict == .same }.count
            table.add([
                ComparisonWords.metric(metric), "\(same)", "\(series.count - same)", hidden(series), needed(series),
            ])
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
        let names = keys.prefix(Self.mostNames).map { Markdown.escaped($0.description) }.joined(separator: "; ")
        let more = keys.count > Self.mostNames ? "; and \(keys.count - Self.mostNames) more" : ""
        return "Only the \(side) has \(Words.count(keys.count, "series", "series")): \(names)\(more)."
    }
}

/// How the series that looked worse came out when measured again.
struct ConfirmationSection {
    let confirmation: Confirmation

    init(_ confirmation: Confirmation) {
        self.confirmation = confirmation
    }

    var text: String {
        let confirmed = confirmation.confirmed
        let suspects = confirmation.again.count + confirmation.missing.count
        var table = Table(
            ("metric", .left), ("jobs", .left), ("base", .right), ("candidate", .right), ("of the base", .right),
            ("interval", .right), ("n", .right), ("again", .left))
        for one in confirmation.again {
            table.add([
                ComparisonWords.metric(one.metric), ComparisonWords.jobs(one.key),
                ComparisonWords.value(one.base, one.metric), ComparisonWords.value(one.candidate, one.metric),
                ComparisonWords.share(one.relative), ComparisonWords.interval(one),
                "\(one.baseCount), \(one.candidateCount)", confirmed.contains(one.key) ? "worse" : "not worse",
            ])
        }
        let missing =
            confirmation.missing.isEmpty
            ? ""
            : "\n\nNot measured again, and so still worse: "
                + confirmation.missing.map { Markdown.escaped($0.description) }.joined(separator: "; ") + "."
        return """
            ## Measured again

            **Of \(Words.count(suspects, "series that looks", "series that look")) worse, \(confirmed.count) \
            \(confirmed.count == 1 ? "is" : "are") worse again**; only that counts in the end. Each side was measured again \
            \(Words.count(confirmation.turns, "time", "times")), in turn, each order as often as the other.

            - base: \(Markdown.code(confirmation.baseCommand))
            - candidate: \(Markdown.code(confirmation.candidateCommand))

            \(table.isEmpty ? "" : table.markdown)\(missing)
            """
    }
}
