extension DiskEvidence {
    /// What the disk held after each job: by its own word, by the engine's, and the difference of the two; nil without two jobs.
    static func chart(_ points: [Point]) -> Chart? {
        guard points.count > 1 else { return nil }
        let lines: [(title: String, colour: String, level: (DiskObservation.Level) -> Double?)] = [
            ("on disk", Chart.Colour.black, { $0.filesystem }),
            ("by the engine's own figure", Chart.Colour.blue, { $0.engine }),
            ("remainder", Chart.Colour.bound, { $0.remainder }),
        ]
        let drawn = lines.filter { line in points.contains { line.level($0.level) != nil } }
        let levels = points.flatMap { point in drawn.compactMap { $0.level(point.level) } }
        return Chart(
            name: "disk", title: "What the engine's disk held after each job", height: 420,
            x: .init("jobs", from: Double(points[0].job), to: Double(points[points.count - 1].job)),
            y: .init(
                "GB", from: min(levels.min() ?? 0, 0) / 1e9 * 1.05, to: max(levels.max() ?? 0, 1) / 1e9 * 1.05),
            layers: drawn.map {
                Chart.Layer(plotted(points, $0.level), "lines lw 2", $0.colour, title: $0.title)
            })
    }

    /// Gigabytes by job. Between samples of two engines the line is broken by an empty row.
    private static func plotted(_ points: [Point], _ level: (DiskObservation.Level) -> Double?) -> [[Double]] {
        var rows: [[Double]] = []
        var ledger = points.first?.level.ledger
        for point in points {
            guard let bytes = level(point.level) else { continue }
            if point.level.ledger != ledger { rows.append([]) }
            ledger = point.level.ledger
            rows.append([Double(point.job), bytes / 1e9])
        }
        return rows
    }
}
