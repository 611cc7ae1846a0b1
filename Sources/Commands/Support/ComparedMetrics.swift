import ArgumentParser
import Tracking

/// Which metrics are compared.
struct ComparedMetrics: ParsableArguments {
    @Option(help: "Compare only this metric, as build_s; may be given several times.")
    var metric: [String] = []

    @Flag(help: "Compare only what does not depend on the machine's speed: hits, requests, leaks, bytes, failed jobs.")
    var counted = false

    /// Whether a metric is one of them.
    var contains: @Sendable (Metric) -> Bool {
        let names = Set(metric)
        let countedOnly = counted
        return { metric in
            (names.isEmpty || names.contains(metric.id)) && (!countedOnly || metric.kind == .counted)
        }
    }
}
