import Foundation

/// What the engine's disk held after a job. All sizes in bytes.
public struct DiskRecord: Codable, Sendable, Equatable {
    /// When the ledger was opened that the sample belongs to: only samples of one ledger are on one scale.
    public var openedAt: Date
    /// Wall-clock time at which the sample was complete.
    public var at: Date
    /// Layers of images, each once, as the engine counts them.
    public var images: Int
    /// What containers wrote into their own layers, as the engine counts it.
    public var containers: Int
    /// Volumes, as the engine counts them.
    public var volumes: Int
    /// Build cache that no image shares, as the engine counts it.
    public var cache: Int
    /// Build cache that images share: part of `images`.
    public var sharedCache: Int
    /// What is used on disk; nil where that cannot be seen.
    public var filesystem: Int?
    /// Of that, what was there beyond the engine's own words when the ledger was opened.
    public var baseline: Int?
    /// The size of the engine's own filesystem; nil where it has none.
    public var filesystemSize: Int?
    /// How many inodes are in use; nil where that cannot be seen.
    public var inodes: Int?
    /// How `filesystem` was measured: `statfs`, `walk`, or `none`.
    public var source: String
    /// Whether nothing changed while the sample was taken.
    public var quiet: Bool
    /// How long taking it took, waiting included, in seconds.
    public var seconds: Double
    /// How much of that was waiting, in seconds.
    public var waited: Double

    /// A value of these parts.
    public init(
        openedAt: Date, at: Date, images: Int, containers: Int, volumes: Int, cache: Int, sharedCache: Int,
        filesystem: Int? = nil, baseline: Int? = nil, filesystemSize: Int? = nil, inodes: Int? = nil, source: String,
        quiet: Bool, seconds: Double, waited: Double
    ) {
        self.openedAt = openedAt
        self.at = at
        self.images = images
        self.containers = containers
        self.volumes = volumes
        self.cache = cache
        self.sharedCache = sharedCache
        self.filesystem = filesystem
        self.baseline = baseline
        self.filesystemSize = filesystemSize
        self.inodes = inodes
        self.source = source
        self.quiet = quiet
        self.seconds = seconds
        self.waited = waited
    }

    /// All that the engine says it keeps, nothing of it twice.
    public var engine: Int { images + containers + volumes + cache }

    /// What the disk holds beyond the engine's words and the baseline; nil where the disk cannot be seen.
    public var remainder: Int? {
        guard let filesystem, let baseline else { return nil }
        return filesystem - engine - baseline
    }
}
