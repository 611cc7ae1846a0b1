import Engine

/// What an engine stores, by kind, nothing twice. All in bytes.
/// On Docker's own store these are the engine's figures, which count file lengths. On containerd's store they are of
/// what its databases hold, if these can be read: the engine's own figures are not what the disk holds there. What is
/// on the disk beyond that is in the ledger's unaccounted bytes.
package struct EngineBytes: Sendable, Equatable {
    /// Layers of images, each once however many images share it. On Docker's own store this is the engine's own sum,
    /// with every layer of a tagged or outermost image once, whichever builder made it. On containerd's store it is
    /// blobs and snapshots.
    package var images = 0
    /// What containers, including stopped ones, wrote into their own layers.
    package var containers = 0
    /// Volumes; those of drivers that do not report a size count as nothing.
    package var volumes = 0
    /// Records of BuildKit's cache that no image shares. On containerd's store, what only the cache keeps: the snapshots
    /// that BuildKit makes beside those of images are in it.
    package var buildCache = 0
    /// Records of BuildKit's cache whose layers belong to an image: part of `images`, and so of no sum.
    package var sharedCache = 0

    package var total: Int { images + containers + volumes + buildCache }
}

extension EngineBytes {
    /// Adds up an engine's answer.
    /// - Parameter stored: what its store holds on disk, on containerd's store; nil if it cannot be read.
    /// - Throws: ``LedgerError`` of code `sharingUnknown` if the engine has images and does not report the combined
    ///   size of their layers (Podman). The images' sizes alone would count shared layers several times.
    init(
        _ usage: DiskUsage, store: ImageStore = .layers, stored: StoredBytes? = nil
    ) throws(LedgerError) {
        if usage.layersSize == 0, let image = usage.images.first(where: { $0.size > 0 }) {
            throw LedgerError(
                .sharingUnknown,
                "the engine does not report the size of all its layers, so shared data cannot be counted once: "
                    + "switch the ledger off for it (`workload: {ledger: never}`) "
                    + "(LayersSize is 0, image \(image.id) has \(image.size) bytes)")
        }
        self.init(images: usage.layersSize)
        // A size that an engine does not know is -1.
        containers = usage.containers.reduce(0) { $0 + max(0, $1.writableSize) }
        volumes = usage.volumes.reduce(0) { $0 + max(0, $1.usage?.size ?? 0) }
        buildCache = usage.buildCache.reduce(0) { $1.shared ? $0 : $0 + max(0, $1.size) }
        sharedCache = usage.buildCache.reduce(0) { $1.shared ? $0 + max(0, $1.size) : $0 }
        if let stored {
            (images, buildCache, sharedCache) = (stored.images, stored.cache, stored.sharedCache)
        } else if store == .containerd {
            // `LayersSize` is of all snapshots, those of containers and of the cache too; from 28 on also of the blobs
            // of images (26.1 leaves out all blobs). Source: moby/moby, `daemon/containerd/service.go`.
            images = max(0, usage.layersSize - containers - buildCache)
        }
    }
}

/// What images and BuildKit's cache take on a store that was read on disk, in bytes.
struct StoredBytes: Sendable, Equatable {
    var images = 0
    /// What only the cache keeps.
    var cache = 0
    /// What images and the cache keep: part of `images`.
    var sharedCache = 0

    init(_ parts: StoredParts) {
        let images = parts.images.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
        let cache = parts.records.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
        self.images = parts.sum(images)
        self.cache = parts.sum(cache.subtracting(images))
        sharedCache = parts.sum(cache.intersection(images))
    }
}
