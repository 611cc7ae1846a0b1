/// What each policy's disk held after each build and after the policy's turn, with the high mark.
struct PolicyDiskChart {
    /// Okabe and Ito's colours, told apart by the colour-blind too.
    private static let colours = ["#000000", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8a6d00"]

    let configuration: String
    let policies: [PolicyFindings]
    let high: Double?
    let capacity: Double?

    var chart: Chart? {
        let drawn = policies.filter { $0.points.count > 1 }
        guard !drawn.isEmpty else { return nil }
        let builder = Words.configuration(configuration)
        let title = "What the disk held after each build, by policy: \(builder)"
        let slug = configuration.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let name = "disk-" + String(slug)
        var script = GnuplotScript(name: name, title: title, height: 480)
        for (index, policy) in drawn.enumerated() { script.data("policy\(index)", rows(of: policy)) }
        let builds = drawn.flatMap(\.points).map(\.build).max() ?? 1
        let highest = ([capacity].compactMap { $0 } + drawn.flatMap { $0.points.map(\.disk) }).max() ?? 1
        script.add("set border 3")
        script.add("set grid ytics lt 1 lw 1 lc rgb '\(GnuplotScript.Colour.faint)'")
        script.add("set xlabel 'builds on the engine' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel 'GB' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set xrange [1:\(max(builds, 2))]")
        script.add("set yrange [0:\(GnuplotScript.number(highest * 1.05 / 1e9))]")
        var plots = drawn.enumerated().map { index, policy in
            "$policy\(index) using 1:2 with lines lw 2 lc rgb '\(Self.colours[index % Self.colours.count])' "
                + "title \(GnuplotScript.quoted(policy.policy))"
        }
        for (value, words, dash) in [(high, "high mark", 2), (capacity, "full", 1)] {
            guard let value else { continue }
            plots.append(
                "\(GnuplotScript.number(value / 1e9)) with lines lw 2 dt \(dash) lc rgb '\(GnuplotScript.Colour.bound)' "
                    + "title \(GnuplotScript.quoted(words))")
        }
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: name, alternative: title, script: script.text)
    }

    /// Gigabytes by build, with a second row where the turn took something away: the drop is drawn upright.
    private func rows(of policy: PolicyFindings) -> [[Double]] {
        policy.points.flatMap { point -> [[Double]] in
            let row = [Double(point.build), point.disk / 1e9]
            guard point.afterwards != point.disk else { return [row] }
            return [row, [Double(point.build), point.afterwards / 1e9]]
        }
    }
}
