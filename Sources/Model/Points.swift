import Foundation

/// A figure of a job, or of a run, outside the job's record. Any name is allowed, so a new one needs no migration.
package struct JobPoint: Codable, Sendable, Equatable {
    /// E.g. `registry_bytes`.
    package var name: String
    /// E.g. `byte` or `s`.
    package var unit: String
    package var value: Double
    /// Wall-clock time of the measurement.
    package var at: Date

    /// A value measured at a given time; default: now.
    package init(name: String, unit: String, value: Double, at: Date = Date()) {
        (self.name, self.unit, self.value, self.at) = (name, unit, value, at)
    }
}

/// Names of figures recorded as points, each the name of its series. This is the only place that names them: each case but a setting
/// is a metric too (see `MetricTable`), by default one that is better the less it is.
package protocol PointName: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// The units of those whose names do not end in theirs, as `_s` and `_bytes` do.
    static var units: [Self: String] { get }
    /// Those that are neither better nor worse.
    static var neither: Set<Self> { get }
    /// Those that say how a job was set up, not how it fared: no metrics.
    static var settings: Set<Self> { get }
    /// Whether they measure Plimsoll itself, not what is built.
    static var areOfPlimsoll: Bool { get }
}

extension PointName {
    package static var units: [Self: String] { [:] }
    package static var neither: Set<Self> { [] }
    package static var settings: Set<Self> { [] }
    package static var areOfPlimsoll: Bool { false }
    package var unit: String { Self.units[self] ?? (rawValue.hasSuffix("_s") ? "s" : "byte") }
    package func point(_ value: Double) -> JobPoint { JobPoint(name: rawValue, unit: unit, value: value) }
    package func point(_ value: Int) -> JobPoint { point(Double(value)) }

    static func metrics(source: Metric.Source = .points) -> [Metric] {
        allCases.filter { !settings.contains($0) }.map {
            Metric(
                $0.rawValue, unit: $0.unit, neither.contains($0) ? .neither : .lower, source: source,
                isOfPlimsoll: areOfPlimsoll)
        }
    }
}

/// The image that a job built.
package enum BuiltPoint: String, PointName {
    /// All its layers unpacked, those of its base image included, as the engine counts them.
    case bytes = "built_bytes"
}

/// Points of jobs in a scenario with the factor `base`.
package enum BaseImagePoint: String, PointName {
    /// All layers of the repository's image at the end of the series.
    case imageBytes = "image_bytes"
    /// All layers of all repositories' images in the same configuration, each counted once.
    case imagesTogetherBytes = "images_together_bytes"
    /// The part of those layers that another repository's image in the same configuration also has.
    case imageSharedBytes = "image_shared_bytes"
    case dockerfileLines = "dockerfile_lines"
    /// Including `FROM`.
    case dockerfileInstructions = "dockerfile_instructions"

    package static let units = [dockerfileLines: "line", dockerfileInstructions: "instruction"]
    // What repositories share takes no room of its own, and what they could share is theirs to choose.
    package static let neither: Set = [imageSharedBytes, dockerfileLines, dockerfileInstructions]
}

/// Points of jobs with a registry: those with a central cache, and those whose image is delivered.
package enum CachePoint: String, PointName {
    /// Traffic between a job's engine and the registry, both ways, as counted by the kernel.
    case registryBytes = "registry_bytes"
    /// How long the legacy builder's job pulled its cache before it built, or a promoted image was pulled in place of a
    /// build; part of the build phase.
    case pullSeconds = "cache_pull_s"
    /// How long the first engine took, before the job, to build the content for the registry.
    case seedBuildSeconds = "cache_seed_build_s"
    case pushSeconds = "cache_push_s"
    /// Traffic between the first engine and the registry during the push, both ways.
    case pushBytes = "cache_push_bytes"
    /// Layers and configurations in the registry after that push.
    case registryBlobBytes = "registry_blob_bytes"
    case registryManifestBytes = "registry_manifest_bytes"
    /// How long the registry's own garbage collection took; a figure of the run.
    case collectionSeconds = "registry_collection_s"
    /// How long pushes and pulls were blocked by it.
    case collectionBlockedSeconds = "registry_collection_blocked_s"
    case collectionBeforeBytes = "registry_collection_before_bytes"
    case collectionAfterBytes = "registry_collection_after_bytes"

    package static let neither: Set = [collectionBeforeBytes]
}

/// Points of jobs with the factor `delivery`: the image that came to the next stage's worker, beside the first worker's.
package enum DeliveryPoint: String, PointName {
    /// 1 if both have the same id: they are the same image, to the byte of their configuration.
    case digestEqual = "delivery_digest_equal"
    /// How many layers it has above its base image, and how many of them the first worker's image has too.
    case layers = "delivery_layers", equalLayers = "delivery_equal_layers"

    package static let units = [digestEqual: "image", layers: "layer", equalLayers: "layer"]
    package static let neither = Set(allCases)
}

/// What a registry holds, and what a job or its own collection did to it.
package enum RegistryPoint: String, PointName {
    /// Bytes of layers and configurations that a job's push added to it, and bytes of manifests.
    case grownBlobBytes = "registry_grown_blob_bytes", grownManifestBytes = "registry_grown_manifest_bytes"
    /// What interrupted uploads have left in it, after a job with a fault of the registry.
    case uploadBytes = "registry_upload_bytes"
    /// How long a job whose registry failed went on: from the kill, or from the first bytes of a push to a full one, to
    /// the end of the job.
    case heldSeconds = "registry_fault_held_s"
    /// 1 if the image of a job with such a fault could be pushed and pulled as soon as the registry was whole again.
    case recovered = "registry_recovered"
    /// All that its repositories link, each item once: a figure of the run, before the registry's own collection. What
    /// they would take with a copy each is the sum of `registry_repository_bytes`.
    case togetherBytes = "registry_together_bytes"
    /// Images that the collection kept, and those of them that an empty engine could pull afterwards: figures of the run.
    case keptImages = "registry_kept_images", pulledImages = "registry_pulled_images"

    package static let units = [keptImages: "image", pulledImages: "image", recovered: "job"]
    package static let neither: Set = [keptImages, pulledImages, recovered]
}

/// Points of jobs where collection policies are compared.
package enum CollectionPoint: String, PointName {
    /// How long the job waited for the engine's mutex before it began; not part of its times.
    case buildMutexWaitSeconds = "build_mutex_wait_s"
    /// Of the policy's disk, in bytes; for the policy `none` those of the others.
    case highMarkBytes = "collection_high_mark_bytes", capacityBytes = "collection_capacity_bytes"
    /// The peak use of the policy's disk during the job, sampled every 20 ms.
    case peakBytes = "build_disk_peak_bytes"
    /// 1 if the job failed because the policy's disk was full.
    case diskFull = "collection_disk_full"
    case due = "collection_due"
    /// How long the policy's turn after the job took, including its checks; nothing was built meanwhile.
    case seconds = "collection_s"
    case waitSeconds = "collection_mutex_wait_s", heldSeconds = "collection_mutex_held_s"
    case freedBytes = "collection_freed_bytes", removedImages = "collection_removed_images"
    case removedRecords = "collection_removed_records"
    /// Removals lost to a concurrent process: the object was kept, or already removed.
    case lostRaces = "collection_lost_races"
    case diskBytes = "collection_disk_bytes", failures = "collection_failures"

    package static let units = [
        diskFull: "job", due: "collection", removedImages: "image", removedRecords: "record", lostRaces: "race",
        failures: "collection",
    ]
    package static let neither: Set = [due, freedBytes, removedImages, removedRecords]
    package static let settings: Set = [highMarkBytes, capacityBytes]
}

/// What build contexts lack of what their repositories name: figures of a run.
package enum ContextPoint: String, PointName {
    /// Submodules whose commits no repository on this machine has: their directories are empty.
    case missingSubmodules = "missing_submodules"
    /// Files whose content is in git LFS and not on this machine: they contain a pointer's text.
    case missingObjects = "missing_lfs_objects"

    package static let units = [missingSubmodules: "submodule", missingObjects: "file"]
}

/// Points of jobs with a restored archive of dependencies.
package enum DependencyPoint: String, PointName {
    /// How long fetching the archive from its store took; 0 if the manifest had not changed. Part of the context phase.
    case archiveRestoreSeconds = "archive_restore_s"
    /// How long copying out, packing and storing a new archive took; part of the artifacts phase.
    case archiveSaveSeconds = "archive_save_s"
    case archiveBytes = "archive_bytes"
}

/// Points of jobs where faults are planted.
package enum FaultPoint: String, PointName {
    /// 1 if the job did not succeed because of its planted fault.
    case notSucceeded = "fault_not_succeeded"
    /// Seconds from the start of its phase until the fault was planted. There is no point for a fixture's own fault, or
    /// for one that was not planted because the phase was over.
    case delaySeconds = "fault_delay_s"
    /// 1 if the fault struck as intended; 0 if it came too late or could not be planted. There is no point for a
    /// fixture's own fault, which is in its Dockerfile.
    case struck = "fault_struck"

    package static let units = [notSucceeded: "job", struck: "job"]
    package static let settings = Set(allCases)
}

/// Figures of a run that is a night of a self-check.
package enum SelfCheckPoint: String, PointName {
    /// How many processes of the self-check kept a core busy beside it: 0 or 1.
    case load = "selfcheck_load"

    package static let units = [load: "process"]
}

/// Points of jobs of revisions that are expected to fail.
package enum RevisionPoint: String, PointName {
    /// 1 if the job failed, and its scenario lists its revision under `expected_failures`.
    case failureExpected = "failure_expected"

    package static let units = [failureExpected: "job"]
    package static let settings = Set(allCases)
}

/// Failures that are results: a job that failed in this way has a point of one of these names, with a value other than 0.
package enum ExpectedFailure {
    package static let points = [
        RevisionPoint.failureExpected.rawValue, FaultPoint.notSucceeded.rawValue, CollectionPoint.diskFull.rawValue,
    ]
}

/// Plimsoll's own work for a job, beyond its record's own cost.
package enum OwnPoint: String, PointName {
    /// SQL statements that saved and completed the job, its steps and related rows. It includes those of concurrent
    /// jobs. It excludes points, samples of the disk and audits after a job.
    case statements

    package static let units = [statements: "statement"]
    package static let areOfPlimsoll = true
}

/// Errors in a job's probe output; there is a point only if there is an error.
package enum ProbePoint: String, PointName {
    /// Lines that could not be read, or name a probe that is not in the catalogue.
    case malformed = "probes_malformed"
    case missing = "probes_missing"

    package static let units = [malformed: "line", missing: "probe"]
}
