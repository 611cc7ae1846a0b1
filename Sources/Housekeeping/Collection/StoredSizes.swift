import Engine

/// What the images and records of a listing keep, in pieces that the disk gets back as a whole.
struct StoredSizes: Sendable {
    /// In bytes.
    var pieces: [Int]
    var pinned: Set<Int> = []
    /// The pieces of each image.
    var images: [[Int]]
    /// The pieces of each record; nil if the engine does not report them.
    var records: [[Int]]?
    /// For each image, the images that it is built on, by their layers.
    var bases: [[Int]]
    var ownCopies: [String: Int] = [:]
    var unseen: String?
    var layers: [String: Int] = [:]
}

extension StoredSizes {
    /// The sizes on disk.
    /// - Throws: ``StoreError`` of code `foreign` if the disk lacks an image that the engine has.
    init(_ reading: StoreReader.Reading, _ listing: Listing) throws(StoreError) {
        if let lost = listing.inspections.first(where: { reading.parts.images[$0.id] == nil }) {
            throw StoreError(.foreign, "the store that is read here does not hold its image \(lost.id)")
        }
        // The steps of a build go with the image that it made.
        let keepers = listing.inspections.map { [$0.id] + listing.lineage.steps(of: $0.id) }
        let stored = StoredPieces(reading.parts, images: keepers, records: listing.records.map(\.id))
        var tree = LayerTree()
        for image in listing.inspections { tree.add(layers: image.layers, size: image.size) }
        self.init(
            pieces: stored.sizes, pinned: stored.pinned, images: stored.images, records: stored.records,
            bases: tree.cut().bases, layers: reading.layers)
    }
}

/// Sizes as far as an engine reports them.
struct ReportedSizes: Sendable {
    let client: EngineClient
    let store: ImageStore
    let width: Int

    func sizes(of listing: Listing, unseen: String) async throws -> StoredSizes {
        let images = listing.inspections
        var tree = LayerTree()
        for image in images { tree.add(layers: image.layers, size: listing.size(of: image)) }
        let asked = tree.imagesToAsk()
        let histories = try await Concurrent.map(asked, width: width) { index in
            try await unlessGone { try await client.history(images[index].id) } ?? []
        }
        for (index, history) in zip(asked, histories) {
            guard let sizes = LayerSizes.of(layers: images[index].layers, history: history) else { continue }
            tree.learn(image: index, layerSizes: store.layerSizes(sizes, ofAll: listing.size(of: images[index])))
        }
        let cut = tree.cut()
        return StoredSizes(
            pieces: cut.sizes, images: cut.pieces, bases: cut.bases, ownCopies: ownCopies(of: listing.records),
            unseen: unseen)
    }

    /// On containerd's store BuildKit has a snapshot of its own of each step, beside the blob that it shares with an
    /// image: a record's size is both, and the blob is hardly ever larger than what it unpacks to. A base image's record
    /// has no snapshot of its own, and no description or that of its pull.
    private func ownCopies(of records: [BuildCacheRecord]) -> [String: Int] {
        guard store == .containerd else { return [:] }
        let shared = records.filter { $0.shared && !$0.description.isEmpty && !$0.description.hasPrefix("pulled from") }
        return Dictionary(shared.map { ($0.id, $0.size / 2) }, uniquingKeysWith: { first, _ in first })
    }
}

extension ImageStore {
    /// What an image's layers take, in bytes, from the sizes in its history. These are of unpacked layers. On
    /// containerd's store the blobs come to it, whose share is taken to be the same in all layers: an estimate.
    func layerSizes(_ sizes: [Int], ofAll size: Int) -> [Int] {
        let unpacked = sizes.reduce(0, +)
        guard self == .containerd, unpacked > 0, size > unpacked else { return sizes }
        return sizes.map { Int(Double($0) * Double(size) / Double(unpacked)) }
    }
}
