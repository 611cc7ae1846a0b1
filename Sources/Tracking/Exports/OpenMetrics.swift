import Foundation
import Model
import Store

/// A run as OpenMetrics text. It has gauges only, without timestamps on the samples: a node exporter's textfile
/// collector, which reads the older Prometheus format, then understands it too.
///
/// Only the sample of `plimsoll_run_info` carries the run's UUID: a label that changes every night begins a new series
/// every night. No sample has the label `quantile`, which is reserved for summaries: each quantile is its own gauge.
///
/// Source: the OpenMetrics specification, version 1.0, https://prometheus.io/docs/specs/om/open_metrics_spec/
struct OpenMetrics {
    let text: String

    init(_ figures: ExportFigures, verdicts: [VerdictRecord]) {
        let groups = Dictionary(grouping: figures.figures, by: \.metric.id)
        let measured = figures.metrics.flatMap { Self.families(of: groups[$0.id] ?? []) }
        let families =
            Self.families(of: figures.run) + Self.families(of: figures.outcomes)
            + Self.families(of: figures.failedCleanups)
        let all = families + measured + Self.families(of: verdicts)
        text = all.filter { !$0.samples.isEmpty }.map(\.text).joined() + "# EOF\n"
    }

    private static func families(of run: RunSummary) -> [MetricFamily] {
        var info = MetricFamily(
            "plimsoll_run_info", help: "1: the run that the other metrics are of, its profile and how it ended.")
        info.add(
            [
                ("run", run.id.uuidString), ("profile", run.record.profile), ("end_reason", run.endReason ?? ""),
                ("version", run.record.toolVersion),
            ], 1)
        var start = MetricFamily(
            "plimsoll_run_start_timestamp_seconds", unit: "seconds", help: "When the run began, since 1970 UTC.")
        start.add([], run.record.startedAt.timeIntervalSince1970)
        var end = MetricFamily(
            "plimsoll_run_end_timestamp_seconds", unit: "seconds", help: "When the run ended, since 1970 UTC.")
        if let date = run.endedAt {
            end.add([], date.timeIntervalSince1970)
        }
        return [info, start, end]
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

    private static func families(of cleanups: [ExportFigures.FailedCleanupCount]) -> [MetricFamily] {
        var family = MetricFamily(
            "plimsoll_failed_cleanups", help: "Jobs of the run without warm-ups whose cleanup failed.")
        for count in cleanups {
            family.add([("scenario", count.scenario), ("configuration", count.configuration)], Double(count.jobs))
        }
        return [family]
    }

    /// Quantiles, the interval of the median, and the number of jobs that they rest on.
    private static func families(of figures: [ExportFigures.Figure]) -> [MetricFamily] {
        guard let first = figures.first else { return [] }
        let name = "plimsoll_job_\(first.name)"
        let words = first.words
        let unit = first.isTime ? "seconds" : nil
        let ending = first.isTime ? "_seconds" : ""
        var medians = MetricFamily("\(name)_median\(ending)", unit: unit, help: "\(words): median over jobs.")
        var highs = MetricFamily("\(name)_p95\(ending)", unit: unit, help: "\(words): 95th percentile over jobs.")
        var intervals = MetricFamily(
            "\(name)_median_bound\(ending)", unit: unit, help: "\(words): ends of the median's 95 % interval.")
        var samples = MetricFamily("\(name)_jobs", help: "\(words): how many jobs were measured.")
        for figure in figures {
            let labels = Self.labels(of: figure.group)
            medians.add(labels, figure.median)
            if let high = figure.high { highs.add(labels, high) }
            if let interval = figure.interval {
                intervals.add(labels + [("bound", "low")], interval.low)
                intervals.add(labels + [("bound", "high")], interval.high)
            }
            samples.add(labels, Double(figure.count))
        }
        return [medians, highs, intervals, samples]
    }

    private static func families(of verdicts: [VerdictRecord]) -> [MetricFamily] {
        var family = MetricFamily("plimsoll_verdict", help: "1: the verdict on a question by the run's jobs.")
        for verdict in verdicts {
            family.add([("question", verdict.question), ("verdict", verdict.verdict.rawValue)], 1)
        }
        return [family]
    }

    private static func labels(of group: JobGroup) -> [(String, String)] {
        [
            ("scenario", group.scenario), ("configuration", group.configuration), ("fixture", group.fixture),
            ("change_class", group.changeClass.rawValue), ("cache", group.cold ? "off" : "on"),
        ]
    }
}

/// A gauge with its metadata and samples, in OpenMetrics text.
struct MetricFamily {
    private let name: String
    private let unit: String?
    private let help: String
    private(set) var samples: [String] = []

    /// - Parameter unit: the suffix of the name, where there is one.
    init(_ name: String, unit: String? = nil, help: String) {
        self.name = name
        self.unit = unit
        self.help = help
    }

    mutating func add(_ labels: [(String, String)], _ value: Double) {
        let written = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        samples.append(labels.isEmpty ? "\(name) \(value)" : "\(name){\(written)} \(value)")
    }

    /// Metadata and samples, one per line.
    var text: String {
        var lines = ["# TYPE \(name) gauge"]
        if let unit { lines.append("# UNIT \(name) \(unit)") }
        lines.append("# HELP \(name) \(Self.escaped(help))")
        return (lines + samples).map { $0 + "\n" }.joined()
    }

    /// Backslash, quote and line end must be escaped. A carriage return may not occur, and has no escape.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case "\r": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
