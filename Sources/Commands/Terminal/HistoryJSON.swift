import Foundation
import Statistics
import Tracking

/// A metric from run to run, for programs. Values are in the metric's unit.
struct HistoryJSON: Encodable {
    struct Run: Encodable {
        var run: String
        var startedAt: Date
        var tool: String
        var count: Int
        var median: Double
        var lowerQuartile: Double
        var upperQuartile: Double
    }

    struct Step: Encodable {
        /// The first run after it.
        var run: String
        var index: Int
        var before: Double
        var after: Double
        var p: Double
    }

    struct Line: Encodable {
        var scenario: String
        var configuration: String
        var fixture: String
        var changeClass: String?
        var cold: Bool
        var runs: [Run]
        var steps: [Step]
    }

    var metric: String
    var words: String
    var unit: String
    var better: Metric.Direction
    var level: Double
    var minimumSegment: Int
    var seed: UInt64
    var excluded: Int
    var unlike: Int
    var series: [Line]

    init(_ history: MetricHistory) {
        metric = history.metric.id
        words = history.metric.words
        unit = history.metric.unit
        better = history.metric.direction
        level = history.terms.level
        minimumSegment = history.terms.minimumSegment
        seed = history.terms.seed
        excluded = history.excluded
        unlike = history.unlike
        series = history.lines.map { line in
            Line(
                scenario: line.key.scenario, configuration: line.key.configuration, fixture: line.key.fixture,
                changeClass: line.key.changeClass?.rawValue, cold: line.key.cold, runs: line.points.map(Run.init),
                steps: line.steps.map { Step($0, in: line) })
        }
    }
}

extension HistoryJSON.Run {
    init(_ point: MetricHistory.Point) {
        self.init(
            run: point.run.uuidString, startedAt: point.startedAt, tool: point.tool, count: point.count,
            median: point.median, lowerQuartile: point.low, upperQuartile: point.high)
    }
}

extension HistoryJSON.Step {
    init(_ step: StepDetection.Step, in line: MetricHistory.Line) {
        self.init(
            run: line.points[step.index].run.uuidString, index: step.index, before: step.before, after: step.after,
            p: step.p)
    }
}
