import Foundation

/// The cache records in an engine's data root of the BuildKit that is part of the engine.
/// Sources: the names of buckets and keys in moby/buildkit (`cache/metadata`, `cache/metadata.go`) and moby/moby
/// (`builder-next/adapters/snapshot`, `builder-next/controller.go`), 20.10 to 28.5.
struct BuildKitStore: Sendable {
    /// The cache's records. A mutable record and the immutable one with its data count once. The pair's identity is the
    /// immutable one, which stays. Its name is the mutable one while that exists, as the engine names it.
    let records: [AuditedObject]
    /// The directories of the layers' driver that records own; empty on containerd's store.
    let directories: Set<String>
    private let items: [String: Item]
    private let snapshots: [String: Snapshot]

    private struct Item: Sendable {
        var isDeleted = false
        var snapshot: String?
        var equalMutable: String?
        var madeAt: Date?
    }

    /// A snapshot on Docker's own store.
    private struct Snapshot: Sendable {
        /// The layer that it became.
        var chain: String?
        /// The directory that it became, if its own name is not the directory's.
        var directory: String?
        var parent: String?

        init(_ stored: BoltTree) {
            chain = stored.text("chainid")
            directory = stored.text("committed")
            parent = stored.text("parent").flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// Reads the records on the engine's store.
    /// - Parameter snapshotter: containerd's, on its store; nil: the layers are in Docker's own store.
    init(dataRoot: String, snapshotter: String? = nil) throws(BoltFile.Problem) {
        let folder = "\(dataRoot)/buildkit" + (snapshotter.map { "/containerd-\($0)" } ?? "")
        let items = try Self.items("\(folder)/metadata_v2.db")
        snapshots =
            snapshotter == nil
            ? try BoltTree(path: "\(folder)/snapshots.db").buckets.mapValues(Snapshot.init) : [:]
        self.items = items
        let mutable = Set(items.values.compactMap(\.equalMutable))
        records = items.filter { !$0.value.isDeleted && !mutable.contains($0.key) }.map { id, item in
            let shown = item.equalMutable.flatMap { items[$0] == nil ? nil : $0 } ?? id
            return AuditedObject(.buildCache, shown, identity: id, madeAt: item.madeAt)
        }
        // A record that is being deleted still owns its directory. A snapshot is named by the record's id or by its
        // own.
        let names = items.flatMap { id, item in [id, item.snapshot, item.equalMutable].compactMap(\.self) }
        directories = Set(names).union(names.compactMap { [snapshots] in snapshots[$0]?.directory })
    }

    /// What a record keeps on Docker's own store, whether or not an image keeps it too: directories of layers, and its
    /// own directories besides.
    func directories(of record: String, _ store: LayerStore) -> (layers: [String], own: [String]) {
        var own: [String] = []
        var next = items[record].map { $0.snapshot ?? record }
        while let name = next {
            if let chain = snapshots[name]?.chain ?? (store.layers[name] == nil ? nil : name) {
                return (store.directories(from: chain), own)
            }
            guard let snapshot = snapshots[name] else { break }
            own.append(snapshot.directory ?? name)
            next = snapshot.parent
        }
        return ([], own)
    }

    /// The records that are none of these, neither by themselves nor by the record that they are paired with.
    func records(besides known: some Collection<String>) -> [String] {
        let known = Set(known)
        return items.filter { id, item in
            !item.isDeleted && !known.contains(id) && !(item.equalMutable.map(known.contains) ?? false)
        }.map(\.key)
    }

    private static func items(_ path: String) throws(BoltFile.Problem) -> [String: Item] {
        // Before the first build the database is empty.
        try BoltTree(path: path)["_main"].buckets.mapValues { stored in
            Item(
                isDeleted: word(stored, "cache.deleted") == "true", snapshot: word(stored, "cache.snapshot"),
                equalMutable: word(stored, "cache.equalMutable"),
                madeAt: word(stored, "cache.createdAt").flatMap { Double($0) }
                    .map { Date(timeIntervalSince1970: $0 / 1e9) })
        }
    }

    /// The value in `{"value":…}`, optionally with an `"index"` after it: an id, a number or a truth value, which need
    /// no JSON escapes. Nil for anything else, and for an empty id.
    private static func word(_ item: BoltTree, _ key: String) -> String? {
        let begin = Array(#"{"value":"#.utf8)
        guard let value = item.values[key], value.starts(with: begin) else { return nil }
        var rest = value.dropFirst(begin.count)
        if rest.first == UInt8(ascii: "\"") {
            rest = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        } else {
            rest = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
        }
        return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
    }
}
