import Engine
import Foundation
import Model

/// Asks an engine for everything on which a collection decides. Changes nothing.
struct InventoryReader: Sendable {
    private static let width = 32

    let client: EngineClient
    let rules: CollectionRules
    let now: Date

    /// The inventory, without what disappears meanwhile.
    /// - Throws: `EngineError`.
    func read() async throws -> CollectionInventory {
        async let listed = client.images(all: true)
        async let containers = ContainerUses.read(client, width: Self.width, now: now)
        async let records = cacheRecords()
        async let runs = RunsAtWork.read(from: client)
        let lineage = ImageLineage(try await listed)
        let uses = try await containers
        let others = uses.images.keys.filter { !lineage.isTop($0) }.sorted()
        let inspections = try await inspect(lineage.tops + others)
        let cut = try await layers(of: inspections)
        let images = inspections.indices.map { index in
            image(inspections[index], uses.images[inspections[index].id], cut, index, inspections, lineage)
        }
        return CollectionInventory(
            images: images, records: try await records, pieces: cut.sizes, runsAtWork: try await runs)
    }

    private func inspect(_ ids: [String]) async throws -> [ImageInspection] {
        try await Concurrent.map(ids, width: Self.width) { id in try await unlessGone { try await client.image(id) } }
            .compactMap(\.self)
    }

    private func layers(of images: [ImageInspection]) async throws -> LayerTree.Cut {
        var tree = LayerTree()
        for image in images { tree.add(layers: image.layers, size: image.size) }
        let asked = tree.imagesToAsk()
        let histories = try await Concurrent.map(asked, width: Self.width) { index in
            try await unlessGone { try await client.history(images[index].id) } ?? []
        }
        for (index, history) in zip(asked, histories) {
            guard let sizes = LayerSizes.of(layers: images[index].layers, history: history) else { continue }
            tree.learn(image: index, layerSizes: sizes)
        }
        return tree.cut()
    }

    private func image(
        _ inspection: ImageInspection, _ uses: ContainerUses.Uses?, _ cut: LayerTree.Cut, _ index: Int,
        _ all: [ImageInspection], _ lineage: ImageLineage
    ) -> CollectableImage {
        let made = inspection.createdAt?.date ?? Date(timeIntervalSince1970: 0)
        var signs = [LastUse(at: made, sign: .made)]
        if let tagged = inspection.lastTaggedAt { signs.append(LastUse(at: tagged.date, sign: .tagged)) }
        if let run = uses?.last { signs.append(LastUse(at: run, sign: .run)) }
        var bases = cut.bases[index].map { all[$0].id }
        if let base = lineage.base(of: inspection.id), !bases.contains(base) { bases.append(base) }
        return CollectableImage(
            id: inspection.id, tags: inspection.tags.filter { $0 != "<none>:<none>" },
            digests: inspection.digests.filter { $0 != "<none>@<none>" }, labels: inspection.config.labels,
            createdAt: made, lastUse: LastUse.latest(signs) ?? LastUse(at: made, sign: .made),
            lastTaggedAt: inspection.lastTaggedAt?.date, size: inspection.size, pieces: cut.pieces[index],
            bases: bases, users: uses?.names ?? [],
            steps: rules.scope == .any ? nil : lineage.stepsAboveForeignBase(of: inspection.id))
    }

    private func cacheRecords() async throws -> [CollectableRecord] {
        guard rules.buildCache else { return [] }
        let records = try await client.buildCache()
        let known = Set(records.map(\.id))
        return records.map { record in
            let uses = [
                record.createdAt.map { LastUse(at: $0.date, sign: .made) },
                record.lastUsedAt.map { LastUse(at: $0.date, sign: .built) },
            ]
            return CollectableRecord(
                id: record.id, parents: record.parents.filter(known.contains), type: record.type,
                description: record.description, inUse: record.inUse, shared: record.shared, size: record.size,
                lastUse: LastUse.latest(uses) ?? LastUse(at: Date(timeIntervalSince1970: 0), sign: .made))
        }
    }
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
