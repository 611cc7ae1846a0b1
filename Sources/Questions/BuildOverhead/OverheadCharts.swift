extension OverheadEvidence {
    var overheadChart: Chart? {
        Chart.strips(
            name: "overhead", title: "Overhead of each warm job, by fixture and builder",
            series.compactMap { found in
                found.overhead.map {
                    Chart.Strip(
                        name: Words.series(found.series), estimate: $0, points: found.classes.flatMap(\.points))
                }
            }, bound: OverheadRule.bound)
    }

    var classesChart: Chart? {
        Chart.strips(
            name: "change-classes", title: "Overhead by what the revision changed",
            real.flatMap { found in
                found.classes.map {
                    Chart.Strip(
                        name: "\(Words.series(found.series)): \(Words.changeClass($0.changeClass))",
                        estimate: $0.overhead, points: $0.points)
                }
            })
    }

    var jobChart: Chart? {
        bars("job", "A warm job's time: overhead in colour, its own command in grey", withCommand: true) { $0.wall }
    }

    var partsChart: Chart? {
        bars("overhead-parts", "Where a warm job's overhead goes (its own command left out)", withCommand: false) {
            $0.overhead?.value
        }
    }

    /// - Parameter total: what is written at a bar's end: the median of the whole, which the medians of the parts add up to only nearly.
    private func bars(
        _ name: String, _ title: String, withCommand: Bool, total: (SeriesFindings) -> Double?
    ) -> Chart? {
        let colours: [WallParts.Part: String] = [
            .context: Chart.Colour.sky, .build: Chart.Colour.blue, .container: Chart.Colour.orange,
            .artifacts: Chart.Colour.green, .cleanup: Chart.Colour.purple, .between: Chart.Colour.yellow,
        ]
        let drawn = WallParts.Part.commandLast.filter { withCommand || $0 != .command }
        let rows = series.compactMap { found in found.parts.map { (found: found, parts: $0) } }
        let longest = rows.map { row in drawn.reduce(0) { $0 + max(row.parts[$1], 0) } }.max() ?? 1
        // What would be thinner than a line is not drawn, nor named.
        let parts = drawn.filter { part in rows.contains { $0.parts[part] > longest / 500 } }
        return Chart.bars(
            name: name, title: title, rows: rows.map { Words.series($0.found.series) }, rowHeight: 40,
            quantity: "seconds",
            parts: parts.map { part in
                Chart.BarPart(
                    title: part.words, colour: colours[part] ?? Chart.Colour.grey,
                    values: rows.map { max($0.parts[part], 0) })
            }, totals: rows.map { Words.seconds(total($0.found)) }, room: 1.12)
    }
}
