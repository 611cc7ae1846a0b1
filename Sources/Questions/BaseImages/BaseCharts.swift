/// Bars of what the repositories' images take, one a builder and base: what they share once, then what each has alone.
struct BaseByteBars {
    private static let sharedColour = "#0072B2"
    private static let colours = ["#E69F00", "#56B4E9", "#009E73", "#CC79A7", "#F0E442"]

    let bytes: [BaseBytes]

    var chart: Chart? {
        guard !bytes.isEmpty else { return nil }
        let title = "All layers of the repositories' images, each once"
        var script = GnuplotScript(name: "bytes", title: title, height: 140 + 40 * bytes.count)
        script.rowNames(bytes.map { "\(Words.configuration($0.configuration)): \(BaseWords.kind($0.kind))" })
        var ends = [Double](repeating: 0, count: bytes.count)
        var plots: [String] = []
        func plot(_ block: String, _ name: String, _ colour: String, _ size: (BaseBytes) -> Double) {
            let boxes = bytes.enumerated().map { index, row -> [Double] in
                let start = ends[index]
                ends[index] += size(row) / 1e6
                let y = -Double(index)
                return [start, y, start, ends[index], y - 0.34, y + 0.34]
            }
            script.data(block, boxes)
            plots.append(
                "$\(block) using 1:2:3:4:5:6 with boxxyerror lc rgb '\(colour)' title \(GnuplotScript.quoted(name))")
        }
        plot("shared", "shared", Self.sharedColour) { row in
            row.together - row.images.reduce(0) { $0 + $1.bytes - $1.shared }
        }
        for (number, fixture) in Set(bytes.flatMap(\.images).map(\.fixture)).sorted().enumerated() {
            plot("own\(number)", "\(fixture) alone", Self.colours[number % Self.colours.count]) { row in
                row.images.first { $0.fixture == fixture }.map { $0.bytes - $0.shared } ?? 0
            }
        }
        for (index, row) in bytes.enumerated() {
            script.add(
                "set label \(GnuplotScript.quoted(Words.bytes(row.together))) at "
                    + "\(GnuplotScript.number(ends[index])),\(-index) left offset 0.6,0 "
                    + "tc rgb '\(GnuplotScript.Colour.ink)'")
        }
        script.add("set xrange [0:\(GnuplotScript.number((ends.max() ?? 1) * 1.14))]")
        script.add("set xlabel 'MB' tc rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set style fill solid 1 noborder")
        script.add("plot " + plots.joined(separator: ", "))
        return Chart(name: "bytes", alternative: title, script: script.text)
    }
}

/// Single builds by repository, builder and base: cold, and after a change of a source.
struct BaseBuildStrips {
    let comparisons: [BaseComparison]

    var chart: Chart? {
        let rows = comparisons.filter { $0.situation != .dependency }.flatMap { found in
            BaseKind.allCases.compactMap { kind -> StripChart.Row? in
                let builds = found.points[kind] ?? []
                guard let median = kind == .provided ? found.provided : found.deferred else { return nil }
                let situation = found.situation == .cold ? "cold" : "source"
                return StripChart.Row(
                    name: "\(Words.series(found.series)): \(BaseWords.kind(kind)), \(situation)",
                    estimate: Estimate(value: median, interval: nil, count: builds.count), points: builds)
            }
        }
        return StripChart(
            name: "builds", title: "A build's time: cold, and after a change of a source", rows: rows, bound: nil,
            quantity: "the build in seconds"
        ).chart
    }
}
