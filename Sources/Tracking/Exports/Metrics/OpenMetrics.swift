import Foundation
import Results

/// A run as OpenMetrics text: gauges only, without times of day on the samples, so that a node exporter's textfile collector, which
/// reads the older Prometheus format, understands it too.
///
/// No sample but two carries the run's UUID: a label that changes every night would begin new series every night.
///
/// Source: the OpenMetrics specification, version 1.0, https://prometheus.io/docs/specs/om/open_metrics_spec/
struct OpenMetrics {
    /// The whole exposition.
    let text: String

    init(_ figures: ExportFigures, verdicts: [VerdictRecord]) {
        let groups = Dictionary(grouping: figures.figures, by: \.measure)
        let measured = ExportMeasure.allCases.flatMap { measure in
            Self.families(of: measure, groups[measure] ?? [])
        }
        let families = Self.families(of: figures.run) + Self.families(of: figures.outcomes) + measured
        let all = families + Self.families(of: verdicts)
        text = all.filter { !$0.samples.isEmpty }.map(\.text).joined() + "# EOF\n"
    }

    private static func families(of run: RunSummary) -> [MetricFamily] {
        let labels = [("run", run.id.uuidString), ("profile", run.record.profile)]
        var start = MetricFamily(
            "plimsoll_run_start_timestamp_seconds", unit: "seconds", help: "When the run began, since 1970 UTC.")
        start.add(labels, run.record.startedAt.timeIntervalSince1970)
        var end = MetricFamily(
            "plimsoll_run_end_timestamp_seconds", unit: "seconds", help: "When the run ended, since 1970 UTC.")
        if let date = run.endedAt {
            end.add(labels + [("reason", run.endReason ?? "")], date.timeIntervalSince1970)
        }
        return [start, end]
    }

    private static func families(of outcomes: [ExportFigures.OutcomeCount]) -> [MetricFamily] {
        var family = MetricFamily("plimsoll_jobs", help: "Jobs of the run without warm-ups, by how they ended.")
        for count in outcomes {
            family.add(
                [
                    ("scenario", count.scenario), ("configuration", count.configuration), ("outcome", count.outcome),
                ], Double(count.jobs))
        }
        return [family]
    }

    /// Quantiles, the interval of the median, and how many jobs there are behind them.
    private static func families(of measure: ExportMeasure, _ figures: [ExportFigures.Figure]) -> [MetricFamily] {
        let name = "plimsoll_job_\(measure.rawValue)"
        let unit = measure.isTime ? "seconds" : nil
        let ending = measure.isTime ? "_seconds" : ""
        var values = MetricFamily(name + ending, unit: unit, help: "\(measure.words): quantiles over jobs.")
        var intervals = MetricFamily(
            "\(name)_median_bound\(ending)", unit: unit, help: "\(measure.words): ends of the median's 95 % interval.")
        var samples = MetricFamily("\(name)_jobs", help: "\(measure.words): how many jobs were measured.")
        for figure in figures {
            let labels = Self.labels(of: figure.group)
            values.add(labels + [("quantile", "0.5")], figure.median)
            if let high = figure.high { values.add(labels + [("quantile", "0.95")], high) }
            if let interval = figure.interval {
                intervals.add(labels + [("bound", "low")], interval.low)
                intervals.add(labels + [("bound", "high")], interval.high)
            }
            samples.add(labels, Double(figure.count))
        }
        return [values, intervals, samples]
    }

    private static func families(of verdicts: [VerdictRecord]) -> [MetricFamily] {
        var family = MetricFamily("plimsoll_verdict", help: "1: the verdict on a question by the run's jobs.")
        for verdict in verdicts {
            family.add([("question", verdict.question), ("verdict", verdict.verdict.rawValue)], 1)
        }
        return [family]
    }

    private static func labels(of group: ExportGroup) -> [(String, String)] {
        [
            ("scenario", group.scenario), ("configuration", group.configuration), ("fixture", group.fixture),
            ("change_class", group.changeClass), ("cache", group.cold ? "off" : "on"),
        ]
    }
}
