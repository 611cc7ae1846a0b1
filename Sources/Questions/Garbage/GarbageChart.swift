extension GarbageEvidence {
    /// What each policy's disk held after each build and after the policy's turn, with the high mark; nil without two builds.
    func chart(of configuration: String) -> Chart? {
        let colours = [
            Chart.Colour.black, Chart.Colour.blue, Chart.Colour.green, Chart.Colour.purple, Chart.Colour.orange,
            Chart.Colour.sky, "#8a6d00",
        ]
        let drawn = policies.filter { $0.configuration == configuration && $0.points.count > 1 }
        guard !drawn.isEmpty else { return nil }
        let builds = drawn.flatMap(\.points).map(\.build).max() ?? 1
        let highest = ([capacity].compactMap { $0 } + drawn.flatMap { $0.points.map(\.disk) }).max() ?? 1
        let disks = drawn.enumerated().map { index, policy in
            Chart.Layer(policy.plotted, "lines lw 2", colours[index % colours.count], title: policy.policy)
        }
        let bounds = [(high, "high mark", 2), (capacity, "full", 1)].compactMap { value, words, dash in
            value.map {
                Chart.Layer(
                    expression: Chart.number($0 / 1e9), "lines lw 2 dt \(dash)", Chart.Colour.bound, title: words)
            }
        }
        return Chart(
            name: "disk-" + Chart.slug(configuration),
            title: "What the disk held after each build, by policy: \(Words.configuration(configuration))", height: 480,
            x: .init("builds on the engine", from: 1, to: Double(max(builds, 2))),
            y: .init("GB", to: highest * 1.05 / 1e9), layers: disks + bounds)
    }
}

extension PolicyEvidence {
    /// Gigabytes by build, with a second row where the turn removed something: the drop is drawn upright.
    fileprivate var plotted: [[Double]] {
        points.flatMap { point -> [[Double]] in
            let row = [Double(point.build), point.disk / 1e9]
            guard point.afterwards != point.disk else { return [row] }
            return [row, [Double(point.build), point.afterwards / 1e9]]
        }
    }
}
