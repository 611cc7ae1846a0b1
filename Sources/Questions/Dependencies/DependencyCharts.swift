import Model

/// What a cold job and a change of the manifest cost, two bars a series, with the intervals that there are.
struct DependencyCostBars {
    let series: [DependencySeries]

    var chart: Chart? {
        let rows = series.compactMap { found in
            found.cold.flatMap { cold in
                found.of(.dependency).map { (name: Words.series(found.series), cold: cold, manifest: $0.cost) }
            }
        }
        guard !rows.isEmpty else { return nil }
        let name = "cold-and-manifest"
        let title = "What a cold build costs, and what a change of the manifest does"
        var script = GnuplotScript(name: name, title: title, height: 140 + 34 * rows.count)
        script.rowNames(rows.map(\.name))
        script.data("cold", rows.enumerated().map { Self.box($0.offset, $0.element.cold.value, upper: true) })
        script.data("manifest", rows.enumerated().map { Self.box($0.offset, $0.element.manifest.value, upper: false) })
        let intervals = rows.enumerated().compactMap { index, row in
            row.manifest.interval.map {
                [row.manifest.value, -Double(index) - 0.18, $0.lowerBound, $0.upperBound]
            }
        }
        if !intervals.isEmpty { script.data("intervals", intervals) }
        let longest = rows.map { max($0.cold.value, $0.manifest.interval?.upperBound ?? $0.manifest.value) }.max() ?? 1
        script.add("set xrange [0:\(GnuplotScript.number(longest * 1.06))]")
        script.add("set xlabel 'seconds' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set style fill solid 1 noborder")
        var plots = [
            "$cold using 1:2:3:4:5:6 with boxxyerror lc rgb '#56B4E9' title 'cold'",
            "$manifest using 1:2:3:4:5:6 with boxxyerror lc rgb '#E69F00' title 'manifest changed'",
        ]
        if !intervals.isEmpty {
            plots.append(
                "$intervals using 1:2:3:4 with xerrorbars pt -1 lw 2 lc rgb '#000000' title '95 % interval'")
        }
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: name, alternative: title, script: script.text)
    }

    private static func box(_ row: Int, _ value: Double, upper: Bool) -> [Double] {
        let y = -Double(row)
        return [0, y, 0, value, upper ? y : y - 0.36, upper ? y + 0.36 : y]
    }
}

/// How often the installation came from the cache, a group of bars a series, a bar a class of change.
struct DependencyHitBars {
    private static let classes: [(changeClass: ChangeClass, colour: String)] = [
        (.none, "#999999"), (.source, "#0072B2"), (.dependency, "#E69F00"),
    ]

    let series: [DependencySeries]

    var chart: Chart? {
        let rows = series.filter { !$0.classes.isEmpty }
        guard !rows.isEmpty else { return nil }
        let name = "installation-hits"
        let title = "Installations from the cache, by what the revision changed"
        var script = GnuplotScript(name: name, title: title, height: 140 + 34 * rows.count)
        script.rowNames(rows.map { Words.series($0.series) })
        var plots: [String] = []
        for (place, part) in Self.classes.enumerated() {
            let boxes = rows.enumerated().compactMap { index, row -> [Double]? in
                guard let found = row.of(part.changeClass), found.jobs > 0 else { return nil }
                let top = -Double(index) + 0.36 - 0.24 * Double(place)
                // A bar of nothing is drawn as a line, so that it is seen to be there.
                let rate = max(100 * Double(found.hits) / Double(found.jobs), 0.3)
                return [0, top, 0, rate, top - 0.22, top]
            }
            guard !boxes.isEmpty else { continue }
            let block = part.changeClass.rawValue
            script.data(block, boxes)
            plots.append(
                "$\(block) using 1:2:3:4:5:6 with boxxyerror lc rgb '\(part.colour)' "
                    + "title \(GnuplotScript.quoted(Words.changeClass(part.changeClass)))")
        }
        guard !plots.isEmpty else { return nil }
        script.add("set xrange [0:100]")
        script.add("set xlabel 'per cent of the jobs' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set style fill solid 1 noborder")
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: name, alternative: title, script: script.text)
    }
}
