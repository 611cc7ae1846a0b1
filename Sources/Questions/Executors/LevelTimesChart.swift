/// How the jobs' times are spread at each level: what share of them took at most so long.
struct LevelTimesChart {
    private static let colours = [
        "#000000", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#D55E00", "#8a6d00",
    ]
    /// More points only make a curve dark and large.
    private static let drawnPoints = 200

    let sweep: SweepFindings

    var chart: Chart? {
        let drawn = sweep.levels.filter { $0.responses.count > 1 }
        guard !drawn.isEmpty else { return nil }
        let title = "How long jobs took, by executors: \(Words.configuration(sweep.configuration))"
        let name = "times-" + ChartName.slug(sweep.configuration)
        var script = GnuplotScript(name: name, title: title, height: 420)
        for (index, level) in drawn.enumerated() {
            let sorted = level.responses
            let step = max(1, sorted.count / Self.drawnPoints)
            let places = Array(stride(from: 0, to: sorted.count, by: step)) + [sorted.count - 1]
            script.data("level\(index)", places.map { [sorted[$0], 100 * Double($0 + 1) / Double(sorted.count)] })
        }
        script.add("set border 3")
        script.add("set grid ytics lt 1 lw 1 lc rgb '\(GnuplotScript.Colour.faint)'")
        script.add("set xlabel 'seconds' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel 'per cent of the jobs' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set xrange [0:*]")
        script.add("set yrange [0:100]")
        let plots = drawn.enumerated().map { index, level in
            "$level\(index) using 1:2 with steps lw 2 lc rgb '\(Self.colours[index % Self.colours.count])' "
                + "title \(GnuplotScript.quoted(Words.executors(level.executors)))"
        }
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: name, alternative: title, script: script.text)
    }
}

/// What a configuration's charts are called.
enum ChartName {
    /// Letters, digits and hyphens only.
    static func slug(_ configuration: String) -> String {
        String(configuration.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
}
