import Questions

/// What was planted, and what comparisons made of it.
struct PlantedSection {
    let check: SelfCheck

    var text: String {
        var table = MarkdownTable(
            ("planted", .left), ("caught", .left), ("named rightly", .left), ("by", .left),
            ("what follows from it", .left), ("what does not", .left))
        for verdict in check.planted {
            table.add(
                verdict.planted.words, verdict.isCaught ? "yes" : "**no**", naming(verdict), found(verdict),
                names(verdict.followers), names(verdict.strangers))
        }
        return """
            ## What was planted

            Each was really run, in turn with jobs that have nothing in them, and compared with those. It is caught where a metric that
            it changes itself got worse, and named rightly where all of these did and nothing is named that has nothing to do with it.

            \(table.text)
            """
    }

    private func naming(_ verdict: PlantedVerdict) -> String {
        if verdict.isNamedRightly { return "yes" }
        return verdict.isCaught ? "**no**" : Words.absent
    }

    private func found(_ verdict: PlantedVerdict) -> String {
        if !verdict.found.isEmpty { return names(verdict.found) }
        let unmeasured = verdict.unmeasured
        guard unmeasured.isEmpty else {
            return "not measured on this engine: " + unmeasured.map { Markdown.code($0) }.joined(separator: ", ")
        }
        // What would have been seen, and what kept it from counting.
        let missed = verdict.comparison.series.filter { verdict.planted.signs.contains($0.metric.id) }
        return "not found: " + missed.map { "\(name($0)), \($0.verdict.rawValue)" }.joined(separator: "; ")
    }

    private func names(_ series: [SeriesComparison]) -> String {
        series.isEmpty ? Words.absent : series.map(name).joined(separator: "; ")
    }

    private func name(_ series: SeriesComparison) -> String {
        let jobs = series.key.configuration.isEmpty ? "" : " (\(Words.configuration(series.key.configuration)))"
        let interval = series.relativeInterval.map { _ in ", \(ComparisonWords.interval(series))" } ?? ""
        return "\(Markdown.code(series.metric.id))\(jobs) \(ComparisonWords.amount(series))\(interval)"
    }
}
