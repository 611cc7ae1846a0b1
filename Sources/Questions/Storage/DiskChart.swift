/// What the disk held after each job: by its own word, by the engine's, and the remainder.
struct DiskChart {
    private struct Line {
        let name: String
        let title: String
        let colour: String
        let level: @Sendable (DiskObservation.Level) -> Double?
    }

    private static let lines = [
        Line(name: "disk", title: "on disk", colour: "#000000") { $0.filesystem },
        Line(name: "engine", title: "by the engine's own word", colour: "#0072B2") { $0.engine },
        Line(name: "remainder", title: "remainder", colour: "#D55E00") { $0.remainder },
    ]

    let points: [StorageFindings.Point]

    var chart: Chart? {
        guard points.count > 1 else { return nil }
        let title = "What the engine's disk held after each job"
        var script = GnuplotScript(name: "disk", title: title, height: 420)
        let lines = Self.lines.filter { line in points.contains { line.level($0.level) != nil } }
        for line in lines { script.data(line.name, rows(of: line)) }
        let levels = points.flatMap { point in lines.compactMap { $0.level(point.level) } }
        let highest = max(levels.max() ?? 0, 1) / 1e9
        let lowest = min(levels.min() ?? 0, 0) / 1e9
        script.add("set border 3")
        script.add("set grid ytics lt 1 lw 1 lc rgb '\(GnuplotScript.Colour.faint)'")
        script.add("set xlabel 'jobs' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel 'GB' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set xrange [\(points[0].job):\(points[points.count - 1].job)]")
        script.add("set yrange [\(GnuplotScript.number(lowest * 1.05)):\(GnuplotScript.number(highest * 1.05))]")
        let plots = lines.map {
            "$\($0.name) using 1:2 with lines lw 2 lc rgb '\($0.colour)' title \(GnuplotScript.quoted($0.title))"
        }
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: "disk", alternative: title, script: script.text)
    }

    /// Gigabytes by job. Between samples of two engines the line is broken by an empty row.
    private func rows(of line: Line) -> [[Double]] {
        var rows: [[Double]] = []
        var ledger = points.first?.level.ledger
        for point in points {
            guard let bytes = line.level(point.level) else { continue }
            if point.level.ledger != ledger { rows.append([]) }
            ledger = point.level.ledger
            rows.append([Double(point.job), bytes / 1e9])
        }
        return rows
    }
}
