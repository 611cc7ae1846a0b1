import Questions

/// What did not move or cannot be told, as counts by metric; and what only one run has.
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
        var table = MarkdownTable(
            ("metric", .left), ("did not move", .right), ("cannot be told", .right),
            ("a change could hide up to", .right),
            ("jobs a side that would do", .right))
        for (metric, series) in Dictionary(grouping: rest, by: \.metric).sorted(by: { $0.key.id < $1.key.id }) {
            let same = series.filter { $0.verdict == .same }.count
            table.add([
                ComparisonWords.metric(metric), "\(same)", "\(series.count - same)", hidden(series), needed(series),
            ])
        }
        return table.text
    }

    /// The most that could hide in one of the series, as a share where there is one.
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
