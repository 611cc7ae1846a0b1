import Questions

/// Whether comparisons keep quiet where nothing differs.
struct SamenessSection {
    let check: SamenessCheck

    var text: String {
        """
        ## Where nothing differs

        The same jobs ran under two names, in turn. \(between) All jobs were then dealt out again at random to two sides of the same \
        sizes, \(check.splits) times; \(check.alarms) of these comparisons found something: \(Words.percent(check.rate)) \
        (\(Words.percent(check.interval.low)) to \(Words.percent(check.interval.high)), as exactly as so many splits tell), where \
        at most \(Words.percent(check.comparison.terms.level)) is wanted, over all series of a comparison together. \
        \(check.holds ? "It holds." : "**It does not hold.**")
        """
    }

    private var between: String {
        let comparison = check.comparison
        let moved = comparison.worse + comparison.better
        let series = "\(comparison.series.count) series, \(comparison.tests) of them tested"
        guard !moved.isEmpty else { return "Between the names nothing was found (\(series))." }
        let names = moved.map { one in
            "\(ComparisonWords.metric(one.metric)) of \(ComparisonWords.jobs(one.key)), \(ComparisonWords.amount(one))"
        }
        return
            "**Between the names this was found (\(series)): \(names.joined(separator: "; ")).** By chance alone that happens once "
            + "in \(Int((1 / comparison.terms.level).rounded())) self-checks: run it again before you look for a cause."
    }
}

extension ComparisonWords {
    /// By how much a series moved: as a share, or in its unit where the base is 0.
    static func amount(_ series: SeriesComparison) -> String {
        series.relative.map { share($0) } ?? shift(series.shift, series.metric)
    }
}
