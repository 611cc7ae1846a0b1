import Model

/// The metrics that runs are compared by. Beside these every series of points that jobs have is one, by its name.
public enum Metrics {
    /// Of each job that succeeded, in seconds.
    public static let timed: [Metric] = [
        Metric(id: "wall_s", words: "whole job", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "overhead_s", words: "overhead", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "queued_s", words: "wait before the job", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "context_s", words: "context", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "build_s", words: "build", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "run_s", words: "container with its command", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "command_s", words: "own command", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "artifacts_s", words: "artifacts", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "cleanup_s", words: "cleanup", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "own_cpu_s", words: "Plimsoll's processor time", unit: "s", direction: .lower, kind: .timed),
        Metric(id: "own_wall_s", words: "Plimsoll's time outside requests", unit: "s", direction: .lower, kind: .timed),
    ]

    /// Of each job that succeeded: counts and sizes.
    public static let counted: [Metric] = [
        Metric(id: "hits", words: "steps from the cache", unit: "step", direction: .higher, kind: .counted),
        Metric(id: "misses", words: "steps not from the cache", unit: "step", direction: .lower, kind: .counted),
        Metric(id: "requests", words: "requests to the engine", unit: "request", direction: .lower, kind: .counted),
        Metric(id: "context_bytes", words: "bytes of context", unit: "byte", direction: .lower, kind: .counted),
        Metric(id: "artifact_bytes", words: "bytes of artifacts", unit: "byte", direction: .lower, kind: .counted),
        Metric(
            id: "engine_grown_bytes", words: "growth of the engine's disk use", unit: "byte", direction: .lower,
            kind: .counted),
        Metric(
            id: "remainder_grown_bytes", words: "growth of the remainder", unit: "byte", direction: .lower,
            kind: .counted),
    ]

    /// How many jobs failed that should not have.
    public static let failedJobs = Metric(
        id: "failed_jobs", words: "failed jobs", unit: "job", direction: .lower, kind: .counted, isTotal: true)

    /// What stands before the kind in the name of a metric of leaks.
    static let leaksPrefix = "leaks."

    /// How many things of a kind, as `container`, a scenario's jobs left behind.
    public static func leaks(kind: String) -> Metric {
        Metric(
            id: leaksPrefix + kind, words: "leaks (\(kind.replacing("_", with: " ")))", unit: "object",
            direction: .lower, kind: .counted, isTotal: true)
    }

    /// All that do not depend on what a run holds: without leaks, which are a metric for each kind, and without points.
    public static let all = timed + counted + [failedJobs]

    /// Series of points that say how a job was set up, not how it fared: no metrics.
    private static let settings: Set<String> = Set(
        [CollectionPoint.highMarkBytes, .capacityBytes].map(\.rawValue) + FaultPoint.allCases.map(\.rawValue))

    /// The metric that a series of points is: timed where it is in seconds; judged where `PointDirections` knows which way is
    /// better. Nil where it says how a job was set up.
    public static func point(_ series: String, unit: String) -> Metric? {
        guard !settings.contains(series) else { return nil }
        return Metric(
            id: series, words: series, unit: unit, direction: PointDirections.direction(of: series),
            kind: unit == "s" ? .timed : .counted)
    }

    /// The metric of an id; one of points where no other has it.
    ///
    /// - Parameter unit: of the series of points, where it is one.
    public static func metric(_ id: String, unit: String = "") -> Metric? {
        if let known = byID[id] { return known }
        if id.hasPrefix(leaksPrefix) { return leaks(kind: String(id.dropFirst(leaksPrefix.count))) }
        return point(id, unit: unit)
    }

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
}
