import Model

extension DependencyEvidence {
    /// What a cold job and a change of the manifest cost, two bars a series, with the intervals that there are.
    var costsChart: Chart? {
        let rows = series.compactMap { found in
            found.cold.flatMap { cold in
                found.of(.dependency).map { (name: Words.series(found.series), cold: cold.value, manifest: $0.cost) }
            }
        }
        var chart = Chart.bars(
            name: "cold-and-manifest", title: "Cost of a cold build, and of a change of the manifest",
            rows: rows.map(\.name), rowHeight: 34, quantity: "seconds",
            parts: [
                .init(title: "cold", colour: Chart.Colour.sky, values: rows.map(\.cold), span: 0...0.36),
                .init(
                    title: "manifest changed", colour: Chart.Colour.orange, values: rows.map(\.manifest.value),
                    span: -0.36...0),
            ], isStacked: false)
        let intervals = rows.enumerated().compactMap { index, row in
            row.manifest.interval.map { [row.manifest.value, -Double(index) - 0.18, $0.lowerBound, $0.upperBound] }
        }
        if !intervals.isEmpty {
            chart?.layers.append(
                Chart.Layer(intervals, "xerrorbars pt -1 lw 2", Chart.Colour.black, title: "95 % interval"))
        }
        let longest = rows.map { max($0.cold, $0.manifest.interval?.upperBound ?? $0.manifest.value) }.max() ?? 1
        chart?.x.to = longest * 1.06
        return chart
    }

    /// How often the installation came from the cache, a group of bars a series, a bar a class of change.
    var hitsChart: Chart? {
        let rows = series.filter { !$0.classes.isEmpty }
        let classes: [(changeClass: ChangeClass, colour: String)] = [
            (.none, "#999999"), (.source, Chart.Colour.blue), (.dependency, Chart.Colour.orange),
        ]
        let parts = classes.enumerated().map { place, part in
            let top = 0.36 - 0.24 * Double(place)
            return Chart.BarPart(
                title: Words.changeClass(part.changeClass), colour: part.colour,
                values: rows.map { row in
                    guard let found = row.of(part.changeClass), found.jobs > 0 else { return nil }
                    // A bar of nothing is drawn as a line, so that it is seen to be there.
                    return max(100 * Double(found.hits) / Double(found.jobs), 0.3)
                }, span: top - 0.22...top)
        }
        var chart = Chart.bars(
            name: "installation-hits", title: "Installations from the cache, by what the revision changed",
            rows: rows.map { Words.series($0.series) }, rowHeight: 34, quantity: "per cent of the jobs",
            parts: parts.filter { !$0.isEmpty },
            isStacked: false)
        chart?.x.to = 100
        return chart
    }
}
