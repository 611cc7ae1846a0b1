/// The metrics that are known, each a line.
/// A metric that jobs record as a point is a case of a `PointName`. One that stands in the database's own columns needs a line here,
/// and an expression: see `MetricColumn`. A series of points without a line is a metric too: it has no direction, so that it is
/// compared and shown, and never judged. That holds for names which look like a line's, too, as `hits.x`.
package struct MetricTable: Sendable {
    /// In the order in which they are shown.
    package let metrics: [Metric]
    /// The series of points that say how a job was set up, not how it fared: no metrics.
    package let settings: Set<String>
    private let places: [String: Int]

    /// - Parameter metrics: of two with one id the later counts.
    package init(_ metrics: [Metric], settings: Set<String> = []) {
        self.metrics = metrics
        self.settings = settings
        places = Dictionary(metrics.enumerated().map { ($0.element.id, $0.offset) }) { $1 }
    }

    /// The table with more lines.
    package static func + (table: MetricTable, more: [Metric]) -> MetricTable {
        MetricTable(table.metrics + more, settings: table.settings)
    }

    /// The metric of an id; nil where no line says what it is.
    package subscript(id: String) -> Metric? {
        guard !id.hasPrefix(Metric.leaksPrefix) else {
            return Metric.leaks(kind: String(id.dropFirst(Metric.leaksPrefix.count)))
        }
        return places[id].map { metrics[$0] } ?? member(id)
    }

    /// The metric that a series of points of jobs is; nil where it says how a job was set up.
    /// - Parameter unit: the unit that the points were recorded in.
    package func metric(ofPoints series: String, unit: String) -> Metric? {
        guard !settings.contains(series) else { return nil }
        let known = places[series].map { metrics[$0] }.flatMap { $0.source == .points ? $0 : nil }
        var metric = known ?? member(series) ?? Metric(series, unit: unit, .neither)
        metric.unit = unit
        return metric
    }

    /// Whether an id is that of a metric whose values stand elsewhere than in points: a series of points with this name is left out of
    /// comparisons, as it is of `metric_view`.
    package func isOfNoPoints(_ id: String) -> Bool {
        guard let metric = self[id] else { return false }
        return metric.isColumn || metric.isTotal
    }

    /// The metric of one of several series with one line, as `provided_build_s.python`.
    private func member(_ id: String) -> Metric? {
        guard let point = id.firstIndex(of: "."), let place = places[String(id[..<point])],
            metrics[place].source == .families
        else { return nil }
        var member = metrics[place]
        member.id = id
        member.words = id
        return member
    }
}

extension MetricTable {
    /// All that Plimsoll measures of jobs, but for leaks, which are a metric for each kind.
    package static let standard = MetricTable(
        [
            ofColumns, OwnPoint.metrics(), [Metric(InheritedCache.series, unit: "step", .neither), .failedJobs],
            CachePoint.metrics(), RegistryPoint.metrics(), RegistryRepositoryPoint.Figure.metrics(source: .families),
            DeliveryPoint.metrics(), BuiltPoint.metrics(), CollectionPoint.metrics(),
            BaseImagePoint.metrics(),
            ProvidedImagePoint.Figure.metrics(source: .families), DependencyPoint.metrics(), ProbePoint.metrics(),
        ].flatMap(\.self),
        settings: Set(
            CollectionPoint.settings.map(\.rawValue) + FaultPoint.settings.map(\.rawValue)
                + RevisionPoint.settings.map(\.rawValue)))

    private static let ofColumns: [Metric] = [
        column("wall_s", "whole job", export: "wall", "Time of a job from its start to the end of its cleanup"),
        column("overhead_s", "overhead", export: "overhead", "Time of a job beyond its own command"),
        column("queued_s", "wait before the job", hidesZeros: true),
        column("context_s", "context", export: "context", "Time to make a job's build context"),
        column("build_s", "build", export: "build", "Time of a job's build"),
        column("run_s", "container with its command", export: "run", "Time of a job's container, its command included"),
        column("command_s", "own command", export: "command", "Time of a job's own command inside its container"),
        column("artifacts_s", "artifacts", export: "artifacts", "Time to copy a job's artifacts"),
        column("cleanup_s", "cleanup", export: "cleanup", "Time of a job's cleanup"),
        column("own_cpu_s", "Plimsoll's processor time", isOfPlimsoll: true),
        column("own_wall_s", "Plimsoll's time outside requests", isOfPlimsoll: true),
        column(
            "requests", "requests to the engine", unit: "request", isOfPlimsoll: true, export: "requests",
            "Requests to the engine by a job"),
        column("hits", "steps from the cache", unit: "step", .higher),
        column(
            "misses", "steps not from the cache", unit: "step", export: "missed_steps",
            "Build steps of a job that could have come from the cache and did not"),
        column("context_bytes", "bytes of context", unit: "byte"),
        column("artifact_bytes", "bytes of artifacts", unit: "byte"),
        column("engine_grown_bytes", "growth of the engine's disk use", unit: "byte"),
        column("remainder_grown_bytes", "growth of the remainder", unit: "byte"),
    ]

    private static func column(
        _ id: String, _ words: String, unit: String = "s", _ direction: Metric.Direction = .lower,
        hidesZeros: Bool = false, isOfPlimsoll: Bool = false, export: String? = nil, _ exported: String = ""
    ) -> Metric {
        Metric(
            id, words, unit: unit, direction, source: .columns, hidesZeros: hidesZeros, isOfPlimsoll: isOfPlimsoll,
            export: export.map { Metric.Export($0, exported) })
    }
}
