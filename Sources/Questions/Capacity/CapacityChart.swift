/// Workers over builds a day, both on logarithmic scales, a line a setting, with the range of the repetitions.
struct CapacityChart {
    /// Okabe and Ito's colours, told apart by the colour-blind too.
    private static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#000000"]

    let settings: [CapacitySetting]

    var chart: Chart? {
        let drawn = settings.map { setting in (setting: setting, rows: rows(of: setting)) }.filter { $0.rows.count > 1 }
        guard !drawn.isEmpty else { return nil }
        let name = "workers"
        let title = "Workers needed for a p95 wait under \(Words.plain(CapacityTerms.bound)) s (simulated)"
        var script = GnuplotScript(name: name, title: title, height: 480)
        for (index, line) in drawn.enumerated() { script.data("setting\(index)", line.rows) }
        let builds = drawn.flatMap { $0.rows.map { $0[0] } }
        let most = drawn.flatMap { $0.rows.map { $0[3] } }.max() ?? 1
        script.add("set border 3")
        script.add("set grid ytics lt 1 lw 1 lc rgb '\(GnuplotScript.Colour.faint)'")
        script.add("set logscale xy")
        let (least, largest) = (builds.min() ?? 1, builds.max() ?? 1)
        script.add("set xrange [\(GnuplotScript.number(least / 1.5)):\(GnuplotScript.number(largest * 1.5))]")
        script.add("set yrange [0.7:\(GnuplotScript.number(max(most, 2) * 1.5))]")
        let tics = Set(builds).sorted().map { "\(GnuplotScript.quoted(Words.builds($0))) \(GnuplotScript.number($0))" }
        script.add("set xtics (\(tics.joined(separator: ", ")))")
        let marks = Self.workerMarks(upTo: most * 1.5).map(String.init).joined(separator: ", ")
        script.add("set ytics (\(marks))")
        script.add("set xlabel 'builds a day' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel 'workers' tc rgb '\(GnuplotScript.Colour.ink)'")
        var plots: [String] = []
        for (index, line) in drawn.enumerated() {
            let colour = Self.colours[index % Self.colours.count]
            let words = "\(Words.setting(line.setting.name)), \(Words.executors(line.setting.executors)) each"
            plots.append("$setting\(index) using 1:2 with lines lw 2 lc rgb '\(colour)' notitle")
            plots.append(
                "$setting\(index) using 1:2:3:4 with yerrorbars pt 7 ps 0.7 lw 2 lc rgb '\(colour)' "
                    + "title \(GnuplotScript.quoted(words))")
        }
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: name, alternative: title, script: script.text)
    }

    /// 1, 2, 5, 10, 20, 50 …: few enough to be read, near enough to read a number of workers from.
    private static func workerMarks(upTo most: Double) -> [Int] {
        let decades = sequence(first: 1) { $0 * 10 }.prefix { Double($0) <= most }
        return decades.flatMap { [$0, 2 * $0, 5 * $0] }.filter { Double($0) <= most }
    }

    /// Builds a day, workers, and the ends of the range.
    private func rows(of setting: CapacitySetting) -> [[Double]] {
        setting.points.compactMap { point in
            guard let workers = point.workers else { return nil }
            let range = point.range ?? workers...workers
            return [point.buildsADay, Double(workers), Double(range.lowerBound), Double(range.upperBound)]
        }
    }
}
