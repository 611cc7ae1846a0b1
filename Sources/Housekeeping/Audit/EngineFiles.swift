import Foundation

/// Where an engine keeps temporary files, and what should be gone when nothing runs.
struct EngineFiles {
    let host: EngineHost

    /// Directories, as the engine sees them, in which every entry is temporary.
    private var temporary: [String] {
        let beside = (host.dataRoot as NSString).deletingLastPathComponent
        return [
            "\(beside)/tmp", "\(host.dataRoot)/tmp", "\(host.dataRoot)/image/overlay2/layerdb/tmp",
            "\(host.dataRoot)/buildkit/content/ingest",
        ]
    }

    /// Directories with one entry for every container and for every running build step.
    private var perContainer: [String] {
        [
            "\(host.dataRoot)/containers", "\(host.dataRoot)/image/overlay2/layerdb/mounts",
            "\(host.dataRoot)/buildkit/executor",
            "/run/docker/containerd/daemon/io.containerd.runtime.v2.task/moby", "/run/docker/runtime-runc/moby",
        ]
    }

    /// Entries that engines of any version keep at the top of their data directory, files or directories.
    private static let kept: Set<String> = [
        "builder", "buildkit", "containerd", "containers", "engine-id", "image", "lost+found", "network", "overlay2",
        "plugins", "runtimes", "swarm", "tmp", "trust", "volumes",
    ]

    private static let keptWhileRunning: Set<String> = [
        "containerd", "libnetwork", "metrics.sock", "netns", "plugins", "runtime-runc", "runtimes", "swarm",
        "unmount-on-shutdown",
    ]

    private func entries(in directories: [String], where isUnwanted: (HostFiles.Entry) -> Bool) -> [String] {
        directories.flatMap { directory in
            (HostFiles.entries(in: host.path(directory)) ?? []).filter(isUnwanted).map { "\(directory)/\($0.name)" }
        }
    }

    func objects(sparing containers: Set<String>) -> [AuditedObject] {
        let root = host.dataRoot
        let found =
            entries(in: temporary) { _ in true }
            + entries(in: perContainer) { $0.isDirectory && !containers.contains($0.name) }
            // Of any kind: a link, a socket, a pipe.
            + entries(in: [root]) { !Self.kept.contains($0.name) }
            + entries(in: ["/run/docker"]) { !Self.keptWhileRunning.contains($0.name) }
            // Where each container has a directory.
            + entries(in: ["\(root)/containers", "\(root)/image/overlay2/layerdb/mounts"]) { !$0.isDirectory }
        return found.map { path in
            let own = host.path(path)
            return AuditedObject(.file, path, madeAt: HostFiles.changed(own), path: own)
        }
    }
}

/// The directories of Docker's overlay2 driver, and what refers to them.
/// Sources: the layout of moby/moby's `daemon/graphdriver/overlay2` and `layer` (`filestore.go`), 20.10 to 26.1.
struct OverlayStore {
    private static let driver = "overlay2"
    /// Suffixes that the driver adds to names of directories that belong to another one.
    private static let suffixes = ["-init", "-removing"]

    let dataRoot: String

    var isThere: Bool { HostFiles.entries(in: "\(dataRoot)/\(Self.driver)") != nil }

    func unreferenced(besides others: Set<String>) -> [AuditedObject] {
        let store = "\(dataRoot)/\(Self.driver)"
        // The directories are listed first. One that is made meanwhile is not among them. One that is removed meanwhile
        // has lost its reference, and is gone the next time.
        let directories = HostFiles.directories(in: store) ?? []
        let referenced = layers.union(containers).union(others)
        return directories.compactMap { name in
            // `l` holds the short names for mounting.
            guard name != "l" else { return nil }
            let owner = Self.suffixes.first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) } ?? name
            guard !referenced.contains(owner), !referenced.contains(name) else { return nil }
            let path = "\(store)/\(name)"
            return AuditedObject(.overlay, name, madeAt: HostFiles.changed(path), path: path)
        }
    }

    private var layers: Set<String> {
        let store = "\(dataRoot)/image/\(Self.driver)/layerdb"
        // Each digest algorithm has its own folder.
        let folders = (HostFiles.directories(in: store) ?? []).filter { $0 != "mounts" && $0 != "tmp" }
        return Set(
            folders.flatMap { folder in
                (HostFiles.directories(in: "\(store)/\(folder)") ?? []).compactMap {
                    HostFiles.text("\(store)/\(folder)/\($0)/cache-id")
                }
            })
    }

    /// Those of containers, each with its init layer, which holds the hosts file and the like.
    private var containers: Set<String> {
        let store = "\(dataRoot)/image/\(Self.driver)/layerdb/mounts"
        return Set(
            (HostFiles.directories(in: store) ?? []).flatMap { container in
                ["mount-id", "init-id"].compactMap { HostFiles.text("\(store)/\(container)/\($0)") }
            })
    }
}

/// The cache records in an engine's data root of the BuildKit that is part of the engine.
/// Sources: the names of buckets and keys in moby/buildkit (`cache/metadata`, `cache/metadata.go`) and moby/moby
/// (`builder/builder-next/adapters/snapshot`), 20.10 to 26.1.
struct BuildKitStore {
    /// The cache's records. A mutable record and the immutable one with its data count once. The pair's identity is the
    /// immutable one, which stays. Its name is the mutable one while that exists, as the engine names it.
    let records: [AuditedObject]
    let directories: Set<String>

    private struct Item {
        var isDeleted = false
        var snapshot: String?
        var equalMutable: String?
        var madeAt: Date?
    }

    init(dataRoot: String) throws(BoltFile.Problem) {
        let items = try Self.items("\(dataRoot)/buildkit/metadata_v2.db")
        let committed = try Self.committed("\(dataRoot)/buildkit/snapshots.db")
        let mutable = Set(items.values.compactMap(\.equalMutable))
        records = items.filter { !$0.value.isDeleted && !mutable.contains($0.key) }.map { id, item in
            let shown = item.equalMutable.flatMap { items[$0] == nil ? nil : $0 } ?? id
            return AuditedObject(.buildCache, shown, identity: id, madeAt: item.madeAt)
        }
        // A record that is being deleted still owns its directory. A snapshot is named by the record's id or by its
        // own.
        let snapshots = items.flatMap { id, item in [id, item.snapshot, item.equalMutable].compactMap(\.self) }
        directories = Set(snapshots).union(snapshots.compactMap { committed[$0] })
    }

    private static func items(_ path: String) throws(BoltFile.Problem) -> [String: Item] {
        let file = try BoltFile(path: path)
        var items: [String: Item] = [:]
        // Before the first build the database is empty.
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

    /// The value in `{"value":…}`, optionally with an `"index"` after it: an id, a number or a truth value, which need
    /// no JSON escapes. Nil for anything else, and for an empty id.
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
