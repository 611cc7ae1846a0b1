import Model

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
