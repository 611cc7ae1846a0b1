import Foundation

/// What BuildKit, as it is part of an engine, wrote down of its cache in the engine's data root.
///
/// Sources: the names of buckets and keys in moby/buildkit (`cache/metadata`, `cache/metadata.go`) and moby/moby
/// (`builder/builder-next/adapters/snapshot`), 20.10 to 26.1.
struct BuildKitStore {
    /// The cache's records, a pair of a mutable and the immutable one that has its data counted once: known by the immutable, which
    /// stays, and named as the engine names the pair, by the mutable as long as there is one.
    let records: [AuditedObject]
    /// The directories of the storage driver's that records refer to.
    let directories: Set<String>

    /// One record, as far as it is of use here.
    private struct Item {
        var isDeleted = false
        var snapshot: String?
        var equalMutable: String?
        var madeAt: Date?
    }

    /// Reads the databases.
    ///
    /// - Throws: ``BoltFile/Problem``.
    init(dataRoot: String) throws(BoltFile.Problem) {
        let items = try Self.items("\(dataRoot)/buildkit/metadata_v2.db")
        let committed = try Self.committed("\(dataRoot)/buildkit/snapshots.db")
        let mutable = Set(items.values.compactMap(\.equalMutable))
        records = items.filter { !$0.value.isDeleted && !mutable.contains($0.key) }.map { id, item in
            let shown = item.equalMutable.flatMap { items[$0] == nil ? nil : $0 } ?? id
            return AuditedObject(.buildCache, shown, identity: id, madeAt: item.madeAt)
        }
        // A record that is being deleted still owns its directory; a snapshot is known by the record's id, or by its own.
        let snapshots = items.flatMap { id, item in [id, item.snapshot, item.equalMutable].compactMap(\.self) }
        directories = Set(snapshots).union(snapshots.compactMap { committed[$0] })
    }

    private static func items(_ path: String) throws(BoltFile.Problem) -> [String: Item] {
        let file = try BoltFile(path: path)
        var items: [String: Item] = [:]
        // Before the first build there is nothing in it.
        guard let main = try file.bucket("_main", in: file.root) else { return items }
        try file.visit(main) { id, entry throws(BoltFile.Problem) in
            guard case .bucket(let bucket) = entry else { return }
            var item = Item()
            try file.visit(bucket) { key, entry throws(BoltFile.Problem) in
                guard case .value(let value) = entry else { return }
                switch key {
                case "cache.deleted": item.isDeleted = word(value) == "true"
                case "cache.snapshot": item.snapshot = word(value)
                case "cache.equalMutable": item.equalMutable = word(value)
                case "cache.createdAt":
                    item.madeAt = word(value).flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0 / 1e9) }
                default: break
                }
            }
            items[id] = item
        }
        return items
    }

    /// The directory of each snapshot that has another name than it.
    private static func committed(_ path: String) throws(BoltFile.Problem) -> [String: String] {
        let file = try BoltFile(path: path)
        var directories: [String: String] = [:]
        try file.visit(file.root) { snapshot, entry throws(BoltFile.Problem) in
            guard case .bucket(let bucket) = entry else { return }
            try file.visit(bucket) { key, entry throws(BoltFile.Problem) in
                guard key == "committed", case .value(let value) = entry else { return }
                directories[snapshot] = String(decoding: value, as: UTF8.self)
            }
        }
        return directories
    }

    /// The value in `{"value":…}`, optionally with an `"index"` behind it: of an id, a number or a truth value, which hold
    /// nothing that JSON escapes; nil for anything else, and for an empty id.
    private static func word(_ value: ArraySlice<UInt8>) -> String? {
        let begin = Array(#"{"value":"#.utf8)
        guard value.starts(with: begin) else { return nil }
        var rest = value.dropFirst(begin.count)
        if rest.first == UInt8(ascii: "\"") {
            rest = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        } else {
            rest = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
        }
        return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
    }
}
