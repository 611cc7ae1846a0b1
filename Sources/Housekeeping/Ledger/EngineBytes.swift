import Engine

/// What an engine says it keeps, by kind, nothing of it twice. All in bytes.
///
/// An engine counts the lengths of files; what they take on disk beyond that, and what it keeps for itself, is in the
/// ledger's remainder.
public struct EngineBytes: Sendable, Equatable {
    /// Layers of images, each once however many images share it: the engine's own sum, in which every layer of a tagged or
    /// outermost image stands once, whichever builder made it.
    public var images: Int
    /// What containers wrote into their own layers, stopped ones included.
    public var containers: Int
    /// Volumes; those of drivers that cannot tell count as nothing.
    public var volumes: Int
    /// Records of BuildKit's cache that no image shares.
    public var buildCache: Int
    /// Records of BuildKit's cache whose layers are those of an image: part of `images`, and so of no sum.
    public var sharedCache: Int

    /// All that the engine keeps.
    public var total: Int { images + containers + volumes + buildCache }

    /// A value of these parts.
    public init(images: Int = 0, containers: Int = 0, volumes: Int = 0, buildCache: Int = 0, sharedCache: Int = 0) {
        self.images = images
        self.containers = containers
        self.volumes = volumes
        self.buildCache = buildCache
        self.sharedCache = sharedCache
    }

    /// Adds up an engine's answer.
    ///
    /// - Throws: ``LedgerError`` of code `sharingUnknown` where the engine has images and does not say what their layers
    ///   take together (Podman): their sizes alone would count what they share again and again.
    public init(_ usage: DiskUsage) throws(LedgerError) {
        if usage.layersSize == 0, let image = usage.images.first(where: { $0.size > 0 }) {
            throw LedgerError(
                .sharingUnknown,
                "the engine does not say what its layers take together, so that what images share cannot be counted once: "
                    + "switch the ledger off for it (`workload: {ledger: never}`)",
                cause: "LayersSize is 0, image \(image.id) has \(image.size) bytes")
        }
        images = usage.layersSize
        // A size that an engine does not know is -1.
        containers = usage.containers.reduce(0) { $0 + max(0, $1.writableSize) }
        volumes = usage.volumes.reduce(0) { $0 + max(0, $1.usage?.size ?? 0) }
        buildCache = usage.buildCache.reduce(0) { $1.shared ? $0 : $0 + max(0, $1.size) }
        sharedCache = usage.buildCache.reduce(0) { $1.shared ? $0 + max(0, $1.size) : $0 }
    }
}
