import Engine
import Foundation
import Model

/// Asks an engine for everything on which a collection decides. Changes nothing.
struct InventoryReader: Sendable {
    private static let width = 32

    let client: EngineClient
    let rules: CollectionRules
    let now: Date
    /// Where the engine's disk can be read; nil: not here.
    var store: StoreReader?
    /// Sizes of layers that earlier readings found on disk, in bytes.
    var layers: [String: Int] = [:]

    /// The inventory, without what disappears meanwhile.
    /// - Throws: `EngineError`.
    func read() async throws -> CollectionInventory {
        async let listed = client.images(all: true)
        async let containers = ContainerUses.read(client, width: Self.width, now: now)
        async let records = cacheRecords()
        async let runs = RunsAtWork.read(from: client)
        async let information = client.info()
        let images = try await listed
        let lineage = ImageLineage(images)
        let uses = try await containers
        let others = uses.images.keys.filter { !lineage.isTop($0) }.sorted()
        let inspections = try await inspect(lineage.tops + others)
        let listing = Listing(
            inspections: inspections, lineage: lineage, records: try await records,
            sizes: Dictionary(images.map { ($0.id, $0.size) }, uniquingKeysWith: { first, _ in first }))
        let sizes = try await sizes(of: listing, on: try await information.imageStore)
        return CollectionInventory(
            images: inspections.indices.map { image($0, uses.images[inspections[$0].id], listing, sizes) },
            records: listing.records.indices.map { record($0, listing, sizes) }, pieces: sizes.pieces,
            pinned: sizes.pinned, unseen: sizes.unseen, layers: sizes.layers, runsAtWork: try await runs)
    }

    private func inspect(_ ids: [String]) async throws -> [ImageInspection] {
        try await Concurrent.map(ids, width: Self.width) { id in try await unlessGone { try await client.image(id) } }
            .compactMap(\.self)
    }

    private func cacheRecords() async throws -> [BuildCacheRecord] {
        rules.buildCache ? try await client.buildCache() : []
    }

    /// The sizes on disk if they can be read, otherwise those that the engine reports.
    private func sizes(of listing: Listing, on store: ImageStore) async throws -> StoredSizes {
        let unseen: String
        do {
            guard let reader = self.store else { throw StoreError(.unreadable, "its disk cannot be seen from here") }
            let reading = try reader.read(store, records: listing.records, knowing: layers)
            return try StoredSizes(reading, listing)
        } catch let error as StoreError {
            unseen = error.message
        }
        let histories = ReportedSizes(client: client, store: store, width: Self.width)
        return try await histories.sizes(of: listing, unseen: unseen)
    }

    private func image(
        _ index: Int, _ uses: ContainerUses.Uses?, _ listing: Listing, _ sizes: StoredSizes
    ) -> CollectableImage {
        let (inspection, lineage) = (listing.inspections[index], listing.lineage)
        let made = inspection.createdAt?.date ?? Date(timeIntervalSince1970: 0)
        var signs = [LastUse(at: made, sign: .made)]
        if let tagged = inspection.lastTaggedAt { signs.append(LastUse(at: tagged.date, sign: .tagged)) }
        if let run = uses?.last { signs.append(LastUse(at: run, sign: .run)) }
        var bases = sizes.bases[index].map { listing.inspections[$0].id }
        if let base = lineage.base(of: inspection.id), !bases.contains(base) { bases.append(base) }
        return CollectableImage(
            id: inspection.id, tags: inspection.tags.filter { $0 != "<none>:<none>" },
            digests: inspection.digests.filter { $0 != "<none>@<none>" }, labels: inspection.config.labels,
            createdAt: made, lastUse: LastUse.latest(signs) ?? LastUse(at: made, sign: .made),
            lastTaggedAt: inspection.lastTaggedAt?.date, size: listing.size(of: inspection),
            pieces: sizes.images[index], bases: bases, users: uses?.names ?? [],
            steps: rules.scope == .any ? nil : lineage.stepsAboveForeignBase(of: inspection.id))
    }

    private func record(_ index: Int, _ listing: Listing, _ sizes: StoredSizes) -> CollectableRecord {
        let record = listing.records[index]
        let uses = [
            record.createdAt.map { LastUse(at: $0.date, sign: .made) },
            record.lastUsedAt.map { LastUse(at: $0.date, sign: .built) },
        ]
        return CollectableRecord(
            id: record.id, parents: record.parents.filter(listing.recordIDs.contains), type: record.type,
            description: record.description, inUse: record.inUse, shared: record.shared, size: record.size,
            lastUse: LastUse.latest(uses) ?? LastUse(at: Date(timeIntervalSince1970: 0), sign: .made),
            pieces: sizes.records?[index], ownCopy: sizes.ownCopies[record.id] ?? 0)
    }
}

/// What an engine lists of its images and its cache.
struct Listing: Sendable {
    let inspections: [ImageInspection]
    let lineage: ImageLineage
    let records: [BuildCacheRecord]
    let recordIDs: Set<String>
    /// Sizes of all images in the engine's list, in bytes. On containerd's store only they are of blobs and snapshots:
    /// an inspection gives the blobs alone.
    let sizes: [String: Int]

    init(
        inspections: [ImageInspection], lineage: ImageLineage, records: [BuildCacheRecord], sizes: [String: Int]
    ) {
        (self.inspections, self.lineage, self.records, self.sizes) = (inspections, lineage, records, sizes)
        recordIDs = Set(records.map(\.id))
    }

    func size(of image: ImageInspection) -> Int { sizes[image.id] ?? image.size }
}

enum Concurrent {
    /// The results of `work` for each item, in the order of the items.
    static func map<Item: Sendable, Value: Sendable>(
        _ items: [Item], width: Int, _ work: @escaping @Sendable (Item) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            var results = [Value?](repeating: nil, count: items.count)
            var started = 0
            func start() {
                guard started < items.count else { return }
                let index = started
                let item = items[index]
                started += 1
                group.addTask { (index, try await work(item)) }
            }
            for _ in 0..<width { start() }
            while let (index, value) = try await group.next() {
                results[index] = value
                start()
            }
            return results.compactMap(\.self)
        }
    }
}
