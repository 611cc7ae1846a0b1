/// Throughput and the 95th percentile of the jobs' time over the number of executors, with the knee.
struct SweepChart {
    let sweep: SweepEvidence

    var chart: Chart? {
        let rates = sweep.levels.compactMap { level in
            level.throughput.map { rate in
                [
                    Double(level.executors), rate * 60, (level.throughputRange?.lowerBound ?? rate) * 60,
                    (level.throughputRange?.upperBound ?? rate) * 60,
                ]
            }
        }
        let tails = sweep.levels.compactMap { level in
            level.quantile(0.95).map { tail in
                [
                    Double(level.executors), tail.value, tail.interval?.lowerBound ?? tail.value,
                    tail.interval?.upperBound ?? tail.value,
                ]
            }
        }
        guard rates.count > 1, tails.count > 1, let most = sweep.levels.last?.executors else { return nil }
        let builder = Words.configuration(sweep.configuration)
        let title = "Jobs a minute and the 95th percentile of their time, by executors: \(builder)"
        let name = "sweep-" + ChartName.slug(sweep.configuration)
        var script = GnuplotScript(name: name, title: title, height: 480)
        script.data("rates", rates)
        script.data("tails", tails)
        script.add("set border 11")
        // The key has three rows, as its first entry is long.
        script.add("set bmargin 8")
        script.add("set xlabel 'executors' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel 'jobs a minute' tc rgb '#0072B2'")
        script.add("set y2label 'seconds' tc rgb '#D55E00'")
        script.add("set ytics nomirror tc rgb '#0072B2'")
        script.add("set y2tics nomirror tc rgb '#D55E00'")
        script.add("set xrange [0.5:\(GnuplotScript.number(Double(most) + 0.5))]")
        script.add("set xtics 1")
        script.add("set yrange [0:*]")
        script.add("set y2range [0:*]")
        if let knee = sweep.knee, knee.executors > 0 {
            script.add(
                "set arrow from \(knee.executors), graph 0 to \(knee.executors), graph 1 nohead lw 2 dt 2 lc rgb '#009E73'"
            )
            script.add(
                "set label \(GnuplotScript.quoted("rule: \(knee.executors)")) at \(knee.executors), graph 0.06 offset 1,0 "
                    + "tc rgb '#009E73'")
        }
        var plots = [
            "$rates using 1:2:3:4 with yerrorlines pt 7 lw 2 lc rgb '#0072B2' title 'jobs a minute (least to most of the repeats)'",
            "$tails using 1:2:3:4 axes x1y2 with yerrorlines pt 5 lw 2 lc rgb '#D55E00' title '95th percentile'",
        ]
        if let law = sweep.law {
            let curve = stride(from: 1.0, through: Double(most), by: 0.1).map { [$0, law.throughput($0) * 60] }
            script.data("law", curve)
            plots.insert(
                "$law using 1:2 with lines lw 1 dt 3 lc rgb '#0072B2' title 'Universal Scalability Law'", at: 1)
        }
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: name, alternative: title, script: script.text)
    }
}

/// How the jobs' times are spread at each level: what share of them took at most so long.
struct LevelTimesChart {
    private static let colours = [
        "#000000", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#D55E00", "#8a6d00",
    ]
    /// More points only make a curve dark and large.
    private static let drawnPoints = 200

    let sweep: SweepEvidence

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
