extension BaseImagesEvidence {
    /// Bars of what the repositories' images take, one a builder and base: what they share once, then what each has alone.
    var bytesChart: Chart? {
        let colours = [
            Chart.Colour.orange, Chart.Colour.sky, Chart.Colour.green, Chart.Colour.purple, Chart.Colour.yellow,
        ]
        let shared = Chart.BarPart(
            title: "shared", colour: Chart.Colour.blue,
            values: bytes.map { row in
                (row.together - row.images.reduce(0) { $0 + $1.bytes - $1.shared }) / 1e6
            })
        let fixtures = Set(bytes.flatMap(\.images).map(\.fixture)).sorted()
        let own = fixtures.enumerated().map { number, fixture in
            Chart.BarPart(
                title: "\(fixture) alone", colour: colours[number % colours.count],
                values: bytes.map { row in
                    (row.images.first { $0.fixture == fixture }.map { $0.bytes - $0.shared } ?? 0) / 1e6
                })
        }
        return Chart.bars(
            name: "bytes", title: "All layers of the repositories' images, each once",
            rows: bytes.map { "\(Words.configuration($0.configuration)): \(BaseWords.kind($0.kind))" }, rowHeight: 40,
            quantity: "MB", parts: [shared] + own, totals: bytes.map { Words.bytes($0.together) }, room: 1.14)
    }

    /// Single builds by repository, builder and base: cold, and after a change of a source.
    var buildsChart: Chart? {
        let rows = comparisons.filter { $0.situation != .dependency }.flatMap { found in
            BaseKind.allCases.compactMap { kind -> Chart.Strip? in
                guard let median = kind == .provided ? found.provided : found.deferred else { return nil }
                let builds = found.points[kind] ?? []
                let situation = found.situation == .cold ? "cold" : "source"
                return Chart.Strip(
                    name: "\(Words.series(found.series)): \(BaseWords.kind(kind)), \(situation)",
                    estimate: Estimate(value: median, interval: nil, count: builds.count), points: builds)
            }
        }
        return Chart.strips(
            name: "builds", title: "Build time: cold, and after a source change", rows,
            quantity: "the build in seconds")
    }
}
