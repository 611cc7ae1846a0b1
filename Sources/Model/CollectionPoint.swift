import Foundation

/// The figures that jobs have besides their records where collection policies are compared, by the names of their series.
public enum CollectionPoint: String, Sendable, CaseIterable {
    /// How long the job waited for the engine's mutex before it began; no part of its times.
    case buildMutexWaitSeconds = "build_mutex_wait_s"
    /// How many bytes are the high mark of the policy's disk; of the policy `none` that of the others.
    case highMarkBytes = "collection_high_mark_bytes"
    /// How many bytes the policy's disk takes in all; of the policy `none` those of the others.
    case capacityBytes = "collection_capacity_bytes"
    /// The most that the policy's disk held during the job, looked at every 20 ms.
    case peakBytes = "build_disk_peak_bytes"
    /// Whether the job did not succeed because the policy's disk was full: 1 where it was.
    case diskFull = "collection_disk_full"
    /// How many collections were due after the job.
    case due = "collection_due"
    /// How long the policy's turn took after the job, looking included, in which nothing was built.
    case seconds = "collection_s"
    /// How long it waited for builds.
    case waitSeconds = "collection_mutex_wait_s"
    /// How long it kept builds out.
    case heldSeconds = "collection_mutex_held_s"
    /// What the disk gave back.
    case freedBytes = "collection_freed_bytes"
    /// How many images, or names of images, it removed.
    case removedImages = "collection_removed_images"
    /// How many records of BuildKit's cache it removed.
    case removedRecords = "collection_removed_records"
    /// How many things were to go and stayed, or were gone: somebody else was there first.
    case lostRaces = "collection_lost_races"
    /// What the disk held after it.
    case diskBytes = "collection_disk_bytes"
    /// How many collections of the turn could not be carried out.
    case failures = "collection_failures"

    /// The series' unit.
    public var unit: String {
        switch self {
        case .buildMutexWaitSeconds, .seconds, .waitSeconds, .heldSeconds: "s"
        case .highMarkBytes, .capacityBytes, .peakBytes, .freedBytes, .diskBytes: "byte"
        case .diskFull: "job"
        case .due, .failures: "collection"
        case .removedImages: "image"
        case .removedRecords: "record"
        case .lostRaces: "race"
        }
    }

    /// A value of it, measured now.
    public func point(_ value: Double) -> JobPoint {
        JobPoint(name: rawValue, unit: unit, value: value)
    }
}
