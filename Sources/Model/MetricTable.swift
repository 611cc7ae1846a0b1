/// The metrics that are known, each a line.
///
/// A metric that jobs record as a point (`JobPoint`) needs only its line here. One that stands in the database's own columns needs an
/// expression besides: see `MetricColumn`. A series of points without a line is a metric too: it has no direction, so that it is
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
    ///
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
        [ofColumns, ofEachJob, [.failedJobs], ofCaches, ofCollections, ofBaseImages, ofDependencies, ofProbes]
            .flatMap { $0 },
        settings: [
            "collection_high_mark_bytes", "collection_capacity_bytes", "fault_not_succeeded", "fault_delay_s",
            "fault_struck",
        ])

    private static let ofColumns: [Metric] = [
        Metric(
            "wall_s", "whole job", unit: "s", .lower,
            export: .init("wall", "Time of a job from its start to the end of its cleanup")),
        Metric(
            "overhead_s", "overhead", unit: "s", .lower,
            export: .init("overhead", "Time of a job beyond its own command")),
        Metric("queued_s", "wait before the job", unit: "s", .lower, hidesZeros: true),
        Metric(
            "context_s", "context", unit: "s", .lower, export: .init("context", "Time to make a job's build context")),
        Metric("build_s", "build", unit: "s", .lower, export: .init("build", "Time of a job's build")),
        Metric(
            "run_s", "container with its command", unit: "s", .lower,
            export: .init("run", "Time of a job's container, its command included")),
        Metric(
            "command_s", "own command", unit: "s", .lower,
            export: .init("command", "Time of a job's own command inside its container")),
        Metric(
            "artifacts_s", "artifacts", unit: "s", .lower,
            export: .init("artifacts", "Time to copy a job's artifacts")),
        Metric("cleanup_s", "cleanup", unit: "s", .lower, export: .init("cleanup", "Time of a job's cleanup")),
        Metric("own_cpu_s", "Plimsoll's processor time", unit: "s", .lower),
        Metric("own_wall_s", "Plimsoll's time outside requests", unit: "s", .lower),
        Metric(
            "requests", "requests to the engine", unit: "request", .lower,
            export: .init("requests", "Requests to the engine by a job")),
        Metric("hits", "steps from the cache", unit: "step", .higher),
        Metric(
            "misses", "steps not from the cache", unit: "step", .lower,
            export: .init("missed_steps", "Build steps of a job that could have come from the cache and did not")),
        Metric("context_bytes", "bytes of context", unit: "byte", .lower),
        Metric("artifact_bytes", "bytes of artifacts", unit: "byte", .lower),
        Metric("engine_grown_bytes", "growth of the engine's disk use", unit: "byte", .lower),
        Metric("remainder_grown_bytes", "growth of the remainder", unit: "byte", .lower),
    ].map(\.inColumns)

    private static let ofEachJob: [Metric] = [
        Metric("statements", unit: "statement", .lower),
        Metric("inherited_hits", unit: "step", .neither),
    ]

    private static let ofCaches: [Metric] = [
        Metric("registry_bytes", unit: "byte", .lower),
        Metric("cache_pull_s", unit: "s", .lower),
        Metric("cache_seed_build_s", unit: "s", .lower),
        Metric("cache_push_s", unit: "s", .lower),
        Metric("cache_push_bytes", unit: "byte", .lower),
        Metric("registry_blob_bytes", unit: "byte", .lower),
        Metric("registry_manifest_bytes", unit: "byte", .lower),
        Metric("registry_collection_s", unit: "s", .lower),
        Metric("registry_collection_blocked_s", unit: "s", .lower),
        Metric("registry_collection_before_bytes", unit: "byte", .neither),
        Metric("registry_collection_after_bytes", unit: "byte", .lower),
    ]

    private static let ofCollections: [Metric] = [
        Metric("build_mutex_wait_s", unit: "s", .lower),
        Metric("build_disk_peak_bytes", unit: "byte", .lower),
        Metric("collection_disk_full", unit: "job", .lower),
        Metric("collection_due", unit: "collection", .neither),
        Metric("collection_s", unit: "s", .lower),
        Metric("collection_mutex_wait_s", unit: "s", .lower),
        Metric("collection_mutex_held_s", unit: "s", .lower),
        Metric("collection_freed_bytes", unit: "byte", .neither),
        Metric("collection_removed_images", unit: "image", .neither),
        Metric("collection_removed_records", unit: "record", .neither),
        Metric("collection_lost_races", unit: "race", .lower),
        Metric("collection_disk_bytes", unit: "byte", .lower),
        Metric("collection_failures", unit: "collection", .lower),
    ]

    private static let ofBaseImages: [Metric] = [
        Metric("image_bytes", unit: "byte", .lower),
        Metric("images_together_bytes", unit: "byte", .lower),
        // What repositories share takes no room of its own, and what they could share is theirs to choose.
        Metric("image_shared_bytes", unit: "byte", .neither),
        Metric("dockerfile_lines", unit: "line", .neither),
        Metric("dockerfile_instructions", unit: "instruction", .neither),
        // Of each provided image: `provided_build_s.python`.
        Metric("provided_build_s", unit: "s", .lower, source: .families),
        Metric("provided_making_s", unit: "s", .lower, source: .families),
        Metric("provided_bytes", unit: "byte", .lower, source: .families),
        Metric("provided_own_bytes", unit: "byte", .lower, source: .families),
        Metric("provided_dockerfile_lines", unit: "line", .neither, source: .families),
    ]

    private static let ofDependencies: [Metric] = [
        Metric("archive_restore_s", unit: "s", .lower),
        Metric("archive_save_s", unit: "s", .lower),
        Metric("archive_bytes", unit: "byte", .lower),
    ]

    private static let ofProbes: [Metric] = [
        Metric("probes_malformed", unit: "line", .lower),
        Metric("probes_missing", unit: "probe", .lower),
    ]
}
