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
