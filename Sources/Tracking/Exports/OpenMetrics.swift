import Foundation
import Model
import Store

/// A run as OpenMetrics text. It has gauges only, without timestamps on the samples: a node exporter's textfile
/// collector, which reads the older Prometheus format, then understands it too.
///
/// Only the sample of `plimsoll_run_info` carries the run's UUID: a label that changes every night begins a new series
/// every night. No sample has the label `quantile`, which is reserved for summaries: each quantile is its own gauge.
/// Source: the OpenMetrics specification, version 1.0, https://prometheus.io/docs/specs/om/open_metrics_spec/
enum OpenMetrics {
    static func text(_ figures: ExportFigures, verdicts: [VerdictRecord]) -> String {
        let groups = Dictionary(grouping: figures.figures, by: \.metric.id)
        let families =
            Self.families(of: figures.run)
            + [
                counts("plimsoll_jobs", "Jobs of the run without warm-ups, by how they ended.", figures.outcomes),
                counts(
                    "plimsoll_failed_cleanups", "Jobs of the run without warm-ups whose cleanup failed.",
                    figures.failedCleanups),
            ] + figures.metrics.flatMap { Self.families(of: groups[$0.id] ?? []) }
            + [
                MetricFamily(
                    "plimsoll_verdict", help: "1: the verdict on a question by the run's jobs.",
                    verdicts.map { ([("question", $0.question), ("verdict", $0.verdict.rawValue)], 1) })
            ]
        return families.filter { !$0.samples.isEmpty }.map(\.text).joined() + "# EOF\n"
    }

    private static func families(of run: RunSummary) -> [MetricFamily] {
        func moment(_ name: String, _ help: String, _ date: Date?) -> MetricFamily {
            MetricFamily(
                "plimsoll_run_\(name)_timestamp_seconds", unit: "seconds", help: help,
                date.map { [([], $0.timeIntervalSince1970)] } ?? [])
        }
        let labels = [
            ("run", run.id.uuidString), ("profile", run.record.profile), ("end_reason", run.endReason ?? ""),
            ("version", run.record.toolVersion),
        ]
        return [
            MetricFamily(
                "plimsoll_run_info", help: "1: the run that the other metrics are of, its profile and how it ended.",
                [(labels, 1)]),
            moment("start", "When the run began, since 1970 UTC.", run.record.startedAt),
            moment("end", "When the run ended, since 1970 UTC.", run.endedAt),
        ]
    }

    /// Numbers of jobs, by scenario, configuration and, where it is known, outcome.
    private static func counts(_ name: String, _ help: String, _ jobs: [[String]: Int]) -> MetricFamily {
        let sorted = jobs.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return MetricFamily(
            name, help: help,
            sorted.map { (Array(zip(["scenario", "configuration", "outcome"], $0.key)), Double($0.value)) })
    }

    /// Quantiles, the interval of the median, and the number of jobs that they rest on.
    private static func families(of figures: [ExportFigures.Figure]) -> [MetricFamily] {
        guard let first = figures.first else { return [] }
        let ending = first.isTime ? "_seconds" : ""
        func family(_ name: String, _ help: String) -> MetricFamily {
            MetricFamily(
                "plimsoll_job_\(first.name)_\(name)\(ending)", unit: first.isTime ? "seconds" : nil,
                help: "\(first.words): \(help)")
        }
        var medians = family("median", "median over jobs.")
        var highs = family("p95", "95th percentile over jobs.")
        var intervals = family("median_bound", "ends of the median's 95 % interval.")
        var samples = MetricFamily(
            "plimsoll_job_\(first.name)_jobs", help: "\(first.words): how many jobs were measured.")
        for figure in figures {
            let group = figure.group
            let labels = [
                ("scenario", group.scenario), ("configuration", group.configuration), ("fixture", group.fixture),
                ("change_class", group.changeClass.rawValue), ("cache", group.cold ? "off" : "on"),
            ]
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
}

/// A gauge with its metadata and samples, in OpenMetrics text.
struct MetricFamily {
    private let name: String
    private let unit: String?
    private let help: String
    private(set) var samples: [String] = []

    /// - Parameter unit: the suffix of the name, where there is one.
    init(
        _ name: String, unit: String? = nil, help: String,
        _ samples: [(labels: [(String, String)], value: Double)] = []
    ) {
        (self.name, self.unit, self.help) = (name, unit, help)
        for sample in samples { add(sample.labels, sample.value) }
    }

    mutating func add(_ labels: [(String, String)], _ value: Double) {
        let written = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        samples.append(labels.isEmpty ? "\(name) \(value)" : "\(name){\(written)} \(value)")
    }

    var text: String {
        let unit = unit.map { ["# UNIT \(name) \($0)"] } ?? []
        let lines = ["# TYPE \(name) gauge"] + unit + ["# HELP \(name) \(Self.escaped(help))"] + samples
        return lines.map { $0 + "\n" }.joined()
    }

    /// Backslash, quote and line end must be escaped. A carriage return may not occur, and has no escape.
    static func escaped(_ text: String) -> String {
        let escapes: [Unicode.Scalar: String] = ["\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\r": " "]
        return text.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    }
}
