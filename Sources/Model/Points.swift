import Foundation

/// A figure of a job, or of a run, that is no part of a job's record: any name, so that a new one needs no migration.
package struct JobPoint: Codable, Sendable, Equatable {
    /// What is measured, as `registry_bytes`.
    package var name: String
    /// The value's unit, as `byte` or `s`.
    package var unit: String
    package var value: Double
    /// Wall-clock time of the measurement.
    package var at: Date

    /// A value measured at a moment; without one, now.
    package init(name: String, unit: String, value: Double, at: Date = Date()) {
        (self.name, self.unit, self.value, self.at) = (name, unit, value, at)
    }
}

/// Names of figures that stand beside records, each the name of its series.
package protocol PointName: RawRepresentable<String>, CaseIterable, Sendable {
    var unit: String { get }
}

extension PointName {
    package func point(_ value: Double) -> JobPoint { JobPoint(name: rawValue, unit: unit, value: value) }
    package func point(_ value: Int) -> JobPoint { point(Double(value)) }
}

/// The figures that jobs of a scenario with the factor `base` have besides their records, by the names of their series.
package enum BaseImagePoint: String, PointName {
    case dockerfileLines = "dockerfile_lines"
    /// Instructions of it, `FROM` included.
    case dockerfileInstructions = "dockerfile_instructions"
    /// All layers of the repository's image at the end of the series.
    case imageBytes = "image_bytes"
    /// Those of them that the image of another repository in the same configuration has too.
    case imageSharedBytes = "image_shared_bytes"
    /// All layers of all repositories' images in the same configuration, each layer once.
    case imagesTogetherBytes = "images_together_bytes"

    package var unit: String {
        switch self {
        case .dockerfileLines: "line"
        case .dockerfileInstructions: "instruction"
        case .imageBytes, .imageSharedBytes, .imagesTogetherBytes: "byte"
        }
    }
}

/// The figures that jobs with a central cache have besides their records, by the names of their series.
package enum CachePoint: String, PointName {
    /// What passed between a job's engine and the registry, both ways, as the kernel counted it.
    case registryBytes = "registry_bytes"
    /// How long the legacy builder's job pulled its cache before it built; part of its build phase.
    case pullSeconds = "cache_pull_s"
    /// How long the first engine built, before the job, what the registry was to hold.
    case seedBuildSeconds = "cache_seed_build_s"
    case pushSeconds = "cache_push_s"
    /// What passed between it and the registry meanwhile, both ways.
    case pushBytes = "cache_push_bytes"
    /// Layers and configurations that the registry kept after that push.
    case registryBlobBytes = "registry_blob_bytes"
    case registryManifestBytes = "registry_manifest_bytes"
    /// How long the registry's own garbage collection took, of the run.
    case collectionSeconds = "registry_collection_s"
    /// How long nothing could be pushed or pulled for it.
    case collectionBlockedSeconds = "registry_collection_blocked_s"
    case collectionBeforeBytes = "registry_collection_before_bytes"
    case collectionAfterBytes = "registry_collection_after_bytes"

    package var unit: String {
        switch self {
        case .pullSeconds, .seedBuildSeconds, .pushSeconds, .collectionSeconds, .collectionBlockedSeconds: "s"
        case .registryBytes, .pushBytes, .registryBlobBytes, .registryManifestBytes, .collectionBeforeBytes,
            .collectionAfterBytes:
            "byte"
        }
    }
}

/// The figures that jobs have besides their records where collection policies are compared, by the names of their series.
package enum CollectionPoint: String, PointName {
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
    case due = "collection_due"
    /// How long the policy's turn took after the job, looking included, in which nothing was built.
    case seconds = "collection_s"
    case waitSeconds = "collection_mutex_wait_s", heldSeconds = "collection_mutex_held_s"
    case freedBytes = "collection_freed_bytes", removedImages = "collection_removed_images"
    case removedRecords = "collection_removed_records"
    /// How many things were to go and stayed, or were gone: somebody else was there first.
    case lostRaces = "collection_lost_races"
    case diskBytes = "collection_disk_bytes", failures = "collection_failures"

    package var unit: String {
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
}

/// What build contexts lack of what their repositories name: figures of a run, by the names of their series.
package enum ContextPoint: String, PointName {
    /// Submodules' commits that no repository on this machine has: their directories are empty.
    case missingSubmodules = "missing_submodules"
    /// Files whose content is kept by git LFS and is not on this machine: they hold a pointer's text.
    case missingObjects = "missing_lfs_objects"

    package var unit: String { self == .missingObjects ? "file" : "submodule" }
}

/// The figures that jobs with a restored archive of dependencies have besides their records, by the names of their series.
package enum DependencyPoint: String, PointName {
    /// How long the archive took to be fetched from its store; 0 where the manifest had not changed. Part of the context phase.
    case archiveRestoreSeconds = "archive_restore_s"
    /// How long a new archive took to be copied out, packed and stored; part of the artifacts phase.
    case archiveSaveSeconds = "archive_save_s"
    case archiveBytes = "archive_bytes"

    package var unit: String {
        switch self {
        case .archiveRestoreSeconds, .archiveSaveSeconds: "s"
        case .archiveBytes: "byte"
        }
    }
}

/// The figures that jobs have besides their records where faults are planted, by the names of their series.
package enum FaultPoint: String, PointName {
    /// Whether the job did not succeed, by the fault that was planted in it: 1 where it did not.
    case notSucceeded = "fault_not_succeeded"
    /// How long after the beginning of its phase the fault was planted, in seconds; one of the fixture's own, or that
    /// was not planted because the phase was over, has none.
    case delaySeconds = "fault_delay_s"
    /// Whether the fault struck where it was meant to: 1 where it did, 0 where it came too late or could not be
    /// planted. One of the fixture's own is in its Dockerfile, and has none.
    case struck = "fault_struck"

    package var unit: String {
        switch self {
        case .notSucceeded, .struck: "job"
        case .delaySeconds: "s"
        }
    }
}

/// What Plimsoll itself did for a job, beside its record's own cost, by the names of the series.
package enum OwnPoint: String, PointName {
    /// SQL statements that saved and completed the job, its steps and what belongs to them; of jobs that run at the same time, what
    /// all of them took meanwhile. Figures, samples of the disk and audits that follow a job are not in it.
    case statements

    package var unit: String { "statement" }
}

/// What is wrong with the probes' output of a job, by the names of its series: there is a point only where something is.
package enum ProbePoint: String, PointName {
    /// Lines that could not be read, or name a probe that the catalogue does not have.
    case malformed = "probes_malformed"
    case missing = "probes_missing"

    package var unit: String { self == .malformed ? "line" : "probe" }
}
