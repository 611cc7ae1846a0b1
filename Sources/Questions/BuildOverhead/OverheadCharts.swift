extension OverheadEvidence {
    var overheadChart: Chart? {
        Chart.strips(
            name: "overhead", title: "Overhead of each warm job, by fixture and builder",
            series.compactMap { found in
                found.overhead.map {
                    Chart.Strip(
                        name: Words.shortSeries(found.series), estimate: $0, points: found.classes.flatMap(\.points))
                }
            }, bound: OverheadRule.bound)
    }

    var classesChart: Chart? {
        Chart.strips(
            name: "change-classes", title: "Overhead by what the revision changed",
            real.flatMap { found in
                found.classes.map {
                    Chart.Strip(
                        name: "\(Words.shortSeries(found.series)): \(Words.changeClass($0.changeClass))",
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

    private func bars(
        _ name: String, _ title: String, withCommand: Bool, total: (SeriesFindings) -> Double?
    ) -> Chart? {
        Chart.parts(
            name: name, title: title,
            series.compactMap { found in found.parts.map { (Words.shortSeries(found.series), $0, total(found)) } },
            withCommand: withCommand)
    }
}

extension Chart {
    /// Bars of the parts of jobs' wall time; nil without any.
    ///
    /// - Parameter rows: the last is what is written at a bar's end, in seconds: the median of the whole, which the medians of the
    ///   parts add up to only nearly.
    static func parts(
        name: String, title: String, _ rows: [(name: String, parts: WallParts, total: Double?)], withCommand: Bool
    ) -> Chart? {
        let colours: [WallParts.Part: String] = [
            .context: Colour.sky, .build: Colour.blue, .container: Colour.orange, .artifacts: Colour.green,
            .cleanup: Colour.purple, .between: Colour.yellow,
        ]
        let drawn = WallParts.Part.commandLast.filter { withCommand || $0 != .command }
        let longest = rows.map { row in drawn.reduce(0) { $0 + max(row.parts[$1], 0) } }.max() ?? 1
        // What would be thinner than a line is not drawn, nor named.
        let parts = drawn.filter { part in rows.contains { $0.parts[part] > longest / 500 } }
        return bars(
            name: name, title: title, rows: rows.map(\.name), rowHeight: 40, quantity: "seconds",
            parts: parts.map { part in
                BarPart(
                    title: part.words, colour: colours[part] ?? Colour.grey, values: rows.map { max($0.parts[part], 0) }
                )
            }, totals: rows.map { Words.seconds($0.total) }, room: 1.12)
    }
}
