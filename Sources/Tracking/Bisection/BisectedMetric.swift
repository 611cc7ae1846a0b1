import Model

/// A metric whose change a bisection looks for.
package struct BisectedMetric: Sendable, Equatable {
    package let metric: Metric

    /// All that it may be; `leaks.` stands for a metric of each kind.
    package static let ids = NightJob.metrics.map(\.id) + [Metric.failedJobs.id, Metric.leaksPrefix + "KIND"]

    /// Nil where no commit can be found by this metric.
    package init?(_ id: String) {
        let known = NightJob.metrics.contains { $0.id == id } || id == Metric.failedJobs.id
        let isLeak = id.hasPrefix(Metric.leaksPrefix) && id.count > Metric.leaksPrefix.count
        guard known || isLeak, let metric = MetricTable.standard[id] else { return nil }
        self.metric = metric
    }

    /// The kind of things left behind; nil where it is about something else.
    package var leakKind: String? {
        metric.id.hasPrefix(Metric.leaksPrefix) ? String(metric.id.dropFirst(Metric.leaksPrefix.count)) : nil
    }

    package var isTimed: Bool { metric.kind == .timed }
    /// Whether all jobs of a commit have the same value, but for a few bytes. Jobs may fail or leak at times only.
    package var isExact: Bool { !isTimed && !metric.isTotal }
    var isBytes: Bool { metric.unit == "byte" }

    /// Its value of one job; nil where the job did not get so far.
    func value(_ job: NightJob) -> Double? {
        guard metric.isTotal else { return job.value(metric) }
        guard ![.cancelled, .engineLost, .refused].contains(job.job.outcome) else { return nil }
        if let leakKind { return Double(job.leaks[leakKind] ?? 0) }
        return job.hasFailed ? 1 : 0
    }

    /// How much worse the second of two values is, in the metric's unit.
    func worsening(_ pair: ProbeFigures.Pair) -> Double {
        let difference = pair.candidate - pair.base
        return metric.direction == .higher ? -difference : difference
    }
}
