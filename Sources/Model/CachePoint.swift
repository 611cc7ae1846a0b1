import Foundation

/// The figures that jobs with a central cache have besides their records, by the names of their series.
public enum CachePoint: String, Sendable, CaseIterable {
    /// What passed between a job's engine and the registry, both ways, as the kernel counted it.
    case registryBytes = "registry_bytes"
    /// How long the legacy builder's job pulled its cache before it built; part of its build phase.
    case pullSeconds = "cache_pull_s"
    /// How long the first engine built, before the job, what the registry was to hold.
    case seedBuildSeconds = "cache_seed_build_s"
    /// How long it pushed that.
    case pushSeconds = "cache_push_s"
    /// What passed between it and the registry meanwhile, both ways.
    case pushBytes = "cache_push_bytes"
    /// Layers and configurations that the registry kept after that push.
    case registryBlobBytes = "registry_blob_bytes"
    /// Manifests that it kept.
    case registryManifestBytes = "registry_manifest_bytes"
    /// How long the registry's own garbage collection took, of the run.
    case collectionSeconds = "registry_collection_s"
    /// How long nothing could be pushed or pulled for it.
    case collectionBlockedSeconds = "registry_collection_blocked_s"
    /// What the registry kept before it.
    case collectionBeforeBytes = "registry_collection_before_bytes"
    /// What it kept after it.
    case collectionAfterBytes = "registry_collection_after_bytes"

    /// The series' unit.
    public var unit: String {
        switch self {
        case .pullSeconds, .seedBuildSeconds, .pushSeconds, .collectionSeconds, .collectionBlockedSeconds: "s"
        case .registryBytes, .pushBytes, .registryBlobBytes, .registryManifestBytes, .collectionBeforeBytes,
            .collectionAfterBytes:
            "byte"
        }
    }

    /// A value of it, measured now.
    public func point(_ value: Double) -> JobPoint {
        JobPoint(name: rawValue, unit: unit, value: value)
    }
}
