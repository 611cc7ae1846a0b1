extension SweepEvidence {
    /// Throughput and the 95th percentile of the jobs' time over the number of executors, with the knee.
    var chart: Chart? {
        let rates = levels.compactMap { level in
            level.throughput.map { rate in
                let range = level.throughputRange ?? rate...rate
                return [Double(level.executors), rate * 60, range.lowerBound * 60, range.upperBound * 60]
            }
        }
        let tails = levels.compactMap { level in
            level.quantile(0.95).map { tail in
                let range = tail.interval ?? tail.value...tail.value
                return [Double(level.executors), tail.value, range.lowerBound, range.upperBound]
            }
        }
        guard rates.count > 1, tails.count > 1, let most = levels.last?.executors else { return nil }
        let (blue, red) = (Chart.Colour.blue, Chart.Colour.bound)
        let curve = law.map { law in
            Chart.Layer(
                stride(from: 1.0, through: Double(most), by: 0.1).map { [$0, law.throughput($0) * 60] },
                "lines lw 1 dt 3", blue, title: "Universal Scalability Law")
        }
        let layers = [
            Chart.Layer(
                rates, "yerrorlines pt 7 lw 2", blue, title: "jobs a minute (least to most of the repeats)"), curve,
            Chart.Layer(tails, "yerrorlines pt 5 lw 2", red, title: "95th percentile", isOnSecondAxis: true),
        ]
        let builder = Words.configuration(configuration)
        var chart = Chart(
            name: "sweep-" + Chart.slug(configuration),
            title: "Jobs a minute and the 95th percentile of their time, by executors: \(builder)", height: 480,
            x: .init(
                "executors", from: 0.5, to: Double(most) + 0.5, tics: (1...max(most, 1)).map { (nil, Double($0)) }),
            y: .init("jobs a minute", colour: blue), secondY: .init("seconds", colour: red),
            layers: layers.compactMap { $0 })
        if let knee = knee?.executors, knee > 0 {
            let green = Chart.Colour.green
            chart.marks = [(Double(knee), green, false)]
            chart.notes = [.init(text: "rule: \(knee)", place: "\(knee), graph 0.06", offset: "1,0", colour: green)]
        }
        return chart
    }

    /// How the jobs' times are spread at each level: what share of them took at most so long.
    var timesChart: Chart? {
        let colours = [
            Chart.Colour.black, Chart.Colour.blue, Chart.Colour.green, Chart.Colour.purple, Chart.Colour.orange,
            Chart.Colour.sky, Chart.Colour.bound, "#8a6d00",
        ]
        let drawn = levels.filter { $0.responses.count > 1 }
        guard !drawn.isEmpty else { return nil }
        let layers = drawn.enumerated().map { index, level in
            let sorted = level.responses
            // More than some 200 points only make a curve dark and large.
            let places = Array(stride(from: 0, to: sorted.count, by: max(1, sorted.count / 200))) + [sorted.count - 1]
            return Chart.Layer(
                places.map { [sorted[$0], 100 * Double($0 + 1) / Double(sorted.count)] }, "steps lw 2",
                colours[index % colours.count], title: Words.executors(level.executors))
        }
        return Chart(
            name: "times-" + Chart.slug(configuration),
            title: "How long jobs took, by executors: \(Words.configuration(configuration))", height: 420,
            x: .init("seconds"), y: .init("per cent of the jobs", to: 100), layers: layers)
    }
}
