import Model
import Questions
import Statistics

extension MetricHistory.Line {
    /// Medians with quartiles from run to run, the level between steps, and each step marked; nil for fewer than two runs.
    func chart(of metric: Metric, name: String) -> Chart? {
        guard points.count > 1 else { return nil }
        let isBytes = ["byte", "bytes"].contains(metric.unit)
        let scale = isBytes ? 1e6 : 1
        let title = "\(metric.words): \(ComparisonWords.plainJobs(key)), run by run"
        let found = steps.isEmpty ? "no step" : Words.count(steps.count, "step", "steps")
        let lowest = min(0, (points.map(\.low).min() ?? 0) / scale)
        let highest = max((points.map(\.high).max() ?? 0) / scale, lowest + 1e-6)
        let medians = points.enumerated().map { index, point in
            [Double(index + 1), point.median / scale, point.low / scale, point.high / scale]
        }
        var chart = Chart(
            name: name, title: title, alternative: "\(title): \(points.count) runs, \(found)", height: 420,
            x: .init("runs, the newest on the right", from: 0.5, to: Double(points.count) + 0.5),
            y: .init(isBytes ? "MB" : metric.unit, from: lowest * 1.1, to: highest * 1.1),
            layers: [
                .init(medians, "yerrorbars pt 7 ps 0.6", Chart.Colour.blue, title: "median and quartiles"),
                .init(
                    levels.map { [$0.run, $0.value / scale] }, "lines lw 2", Chart.Colour.ink,
                    title: "level between steps"),
            ])
        chart.marks = steps.map { (Double($0.index) + 0.5, Chart.Colour.bound, false) }
        return chart
    }

    /// The ends of each level. No gap is needed between two levels, as they meet in the step.
    private var levels: [(run: Double, value: Double)] {
        let median = (try? Sample(points.map(\.median)))?.median ?? 0
        let values = steps.map(\.before) + [steps.last?.after ?? median]
        let bounds = [0.5] + steps.map { Double($0.index) + 0.5 } + [Double(points.count) + 0.5]
        return values.enumerated().flatMap { [(bounds[$0.offset], $0.element), (bounds[$0.offset + 1], $0.element)] }
    }
}
