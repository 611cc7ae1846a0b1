import Model
import Store

/// What exports tell of jobs. Smaller is better for each of them.
enum ExportMeasure: String, Sendable, CaseIterable {
    case wall
    case overhead
    case context
    case build
    case run
    case command
    case artifacts
    case cleanup
    case requests
    case missedSteps = "missed_steps"

    /// Whether it is a time in seconds; the others are counts.
    var isTime: Bool { self != .requests && self != .missedSteps }

    /// What it is, in words.
    var words: String {
        switch self {
        case .wall: "Time of a job from its start to the end of its cleanup"
        case .overhead: "Time of a job beyond its own command"
        case .context: "Time to make a job's build context"
        case .build: "Time of a job's build"
        case .run: "Time of a job's container, its command included"
        case .command: "Time of a job's own command inside its container"
        case .artifacts: "Time to copy a job's artifacts"
        case .cleanup: "Time of a job's cleanup"
        case .requests: "Requests to the engine by a job"
        case .missedSteps: "Build steps of a job that could have come from the cache and did not"
        }
    }

    /// Its value of a job, in seconds or as a count; nil where it was not measured.
    func value(of job: StoredJob) -> Double? {
        let record = job.record
        switch self {
        case .wall: return record.wall
        case .overhead: return record.overhead
        case .context: return record.phases[.context]
        case .build: return record.phases[.build]
        case .run: return record.phases[.run]
        case .command: return record.command
        case .artifacts: return record.phases[.artifacts]
        case .cleanup: return record.phases[.cleanup]
        case .requests: return Double(record.own.requests)
        case .missedSteps:
            guard let counts = job.stepCounts, counts.cacheable > 0 else { return nil }
            return Double(counts.cacheable - counts.cached)
        }
    }
}
