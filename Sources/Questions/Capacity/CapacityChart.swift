extension CapacityEvidence {
    /// Workers over builds a day, both on logarithmic scales, a line a setting, with the range of the repetitions.
    var chart: Chart? {
        let colours = [
            Chart.Colour.blue, Chart.Colour.bound, Chart.Colour.green, Chart.Colour.purple, Chart.Colour.orange,
            Chart.Colour.black,
        ]
        let drawn = settings.map { (setting: $0, rows: $0.plotted) }.filter { $0.rows.count > 1 }
        guard !drawn.isEmpty else { return nil }
        let builds = Set(drawn.flatMap { $0.rows.map { $0[0] } }).sorted()
        let most = drawn.flatMap { $0.rows.map { $0[3] } }.max() ?? 1
        let layers = drawn.enumerated().flatMap { index, line in
            let colour = colours[index % colours.count]
            let words = "\(Words.setting(line.setting.name)), \(Words.executors(line.setting.executors)) each"
            return [
                Chart.Layer(line.rows, "lines lw 2", colour, title: nil),
                Chart.Layer(line.rows, "yerrorbars pt 7 ps 0.7 lw 2", colour, title: words),
            ]
        }
        return Chart(
            name: "workers",
            title: "Workers needed for a p95 wait under \(Words.plain(CapacityTerms.bound)) s (simulated)",
            height: 480,
            x: .init(
                "builds a day", from: (builds.first ?? 1) / 1.5, to: (builds.last ?? 1) * 1.5, isLogarithmic: true,
                tics: builds.map { (Words.builds($0), $0) }),
            y: .init(
                "workers", from: 0.7, to: max(most, 2) * 1.5, isLogarithmic: true,
                tics: Chart.decades(from: 1, to: most * 1.5).map { (nil, $0.place) }),
            layers: layers)
    }
}

extension CapacitySetting {
    /// Builds a day, workers, and the ends of the range.
    fileprivate var plotted: [[Double]] {
        points.compactMap { point in
            guard let workers = point.workers else { return nil }
            let range = point.range ?? workers...workers
            return [point.buildsADay, Double(workers), Double(range.lowerBound), Double(range.upperBound)]
        }
    }
}
