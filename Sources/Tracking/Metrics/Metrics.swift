import Records

/// The metrics that runs are compared by. Beside these every series of points that jobs have is one, by its name.
public enum Metrics {
    /// Of each job that succeeded, in seconds.
    public static let timed: [Metric] = [
        Metric(id: "wall_s", words: "whole job", unit: "s", kind: .timed),
        Metric(id: "overhead_s", words: "overhead", unit: "s", kind: .timed),
        Metric(id: "queued_s", words: "wait before the job", unit: "s", kind: .timed),
        Metric(id: "context_s", words: "context", unit: "s", kind: .timed),
        Metric(id: "build_s", words: "build", unit: "s", kind: .timed),
        Metric(id: "run_s", words: "container with its command", unit: "s", kind: .timed),
        Metric(id: "command_s", words: "own command", unit: "s", kind: .timed),
        Metric(id: "artifacts_s", words: "artifacts", unit: "s", kind: .timed),
        Metric(id: "cleanup_s", words: "cleanup", unit: "s", kind: .timed),
        Metric(id: "own_cpu_s", words: "Plimsoll's processor time", unit: "s", kind: .timed),
        Metric(id: "own_wall_s", words: "Plimsoll's time outside requests", unit: "s", kind: .timed),
    ]

    /// Of each job that succeeded: counts and sizes.
    public static let counted: [Metric] = [
        Metric(id: "hits", words: "steps from the cache", unit: "step", direction: .higher, kind: .counted),
        Metric(id: "misses", words: "steps not from the cache", unit: "step", kind: .counted),
        Metric(id: "requests", words: "requests to the engine", unit: "request", kind: .counted),
        Metric(id: "context_bytes", words: "bytes of context", unit: "byte", kind: .counted),
        Metric(id: "artifact_bytes", words: "bytes of artifacts", unit: "byte", kind: .counted),
        Metric(id: "engine_grown_bytes", words: "growth of the engine's disk use", unit: "byte", kind: .counted),
        Metric(id: "remainder_grown_bytes", words: "growth of the remainder", unit: "byte", kind: .counted),
    ]

    /// How many jobs failed that should not have.
    public static let failedJobs = Metric(
        id: "failed_jobs", words: "failed jobs", unit: "job", kind: .counted, isTotal: true)

    /// What stands before the kind in the name of a metric of leaks.
    static let leaksPrefix = "leaks."

    /// How many things of a kind, as `container`, a scenario's jobs left behind.
    public static func leaks(kind: String) -> Metric {
        Metric(
            id: leaksPrefix + kind, words: "leaks (\(kind.replacing("_", with: " ")))", unit: "object", kind: .counted,
            isTotal: true)
    }

    /// All that do not depend on what a run holds: without leaks, which are a metric for each kind, and without points.
    public static let all = timed + counted + [failedJobs]

    /// Series of points that say how a job was set up, not how it fared, or of which neither more nor less is better.
    private static let unjudged: Set<String> = [
        CollectionPoint.highMarkBytes.rawValue, CollectionPoint.capacityBytes.rawValue, CollectionPoint.due.rawValue,
        CollectionPoint.freedBytes.rawValue, CollectionPoint.removedImages.rawValue,
        CollectionPoint.removedRecords.rawValue, FaultPoint.delaySeconds.rawValue, FaultPoint.notSucceeded.rawValue,
        FaultPoint.struck.rawValue,
    ]

    /// The metric that a series of points is: the less the better; timed where it is in seconds. Nil where nothing is better.
    public static func point(_ series: String, unit: String) -> Metric? {
        guard !unjudged.contains(series) else { return nil }
        return Metric(id: series, words: series, unit: unit, kind: unit == "s" ? .timed : .counted)
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
