/// A bar a setting: how many probes passed, failed, and were not tried.
struct ProbeBars {
    let findings: IsolationFindings

    private static let parts: [(name: String, title: String, colour: String, answers: [ProbeOutcome.Answer])] = [
        ("passed", "pass", "#0072B2", [.passed]), ("failed", "fail", "#D55E00", [.failed, .varied]),
        ("untried", "not tried", "#BBBBBB", [.untried]),
    ]

    var chart: Chart? {
        let settings = findings.settings
        guard !settings.isEmpty else { return nil }
        let title = "Probes that saw what is expected, and that did not"
        var script = GnuplotScript(name: "probes", title: title, height: 140 + 40 * settings.count)
        script.rowNames(settings.map(IsolationWords.setting))
        var ends = [Double](repeating: 0, count: settings.count)
        var plots: [String] = []
        for part in Self.parts {
            var boxes: [[Double]] = []
            for (index, setting) in settings.enumerated() {
                let count = part.answers.reduce(0) { $0 + findings.count($1, in: setting) }
                guard count > 0 else { continue }
                let (start, y) = (ends[index], -Double(index))
                ends[index] += Double(count)
                boxes.append([start, y, start, ends[index], y - 0.34, y + 0.34])
            }
            guard !boxes.isEmpty else { continue }
            script.data(part.name, boxes)
            plots.append(
                "$\(part.name) using 1:2:3:4:5:6 with boxxyerror lc rgb '\(part.colour)' "
                    + "title \(GnuplotScript.quoted(part.title))")
        }
        script.add("set xrange [0:\(GnuplotScript.number(ends.max() ?? 1))]")
        script.add("set xlabel 'probes' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set style fill solid 1 noborder")
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: "probes", alternative: title, script: script.text)
    }
}
