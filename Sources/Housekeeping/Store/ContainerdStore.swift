import Foundation

/// The files of the containerd that an engine uses, and how much they take.
struct ContainerdStore: Sendable {
    /// Bytes of a snapshot's directories beside its content: its own and `work`, one block each.
    private static let directories = 2 * 4096

    /// containerd's root directory.
    let root: String

    /// The engine's own containerd is in its data root. A daemon that finds another running at its start uses that one,
    /// whose root is `/var/lib/containerd` by default.
    /// - Parameter dataRoot: the engine's, as this process can read it: `/proc/PID/root/…` in another mount namespace.
    init(dataRoot: String) {
        let own = "\(dataRoot)/containerd/daemon"
        let isShared =
            HostFiles.entries(in: "\(own)/\(Self.metadata)") == nil && HostFiles.entries(in: dataRoot) != nil
        let view = dataRoot.prefixMatch(of: /\/proc\/[0-9]+\/root/).map { String($0.output) } ?? ""
        root = isShared ? "\(view)/var/lib/containerd" : own
    }

    var content: String { "\(root)/io.containerd.content.v1.content" }
    private static let metadata = "io.containerd.metadata.v1.bolt"
    private var database: String { "\(root)/\(Self.metadata)/meta.db" }

    private static let snapshotterPrefix = "io.containerd.snapshotter.v1."
    private func snapshotter(_ name: String) -> String { "\(root)/\(Self.snapshotterPrefix)\(name)" }

    /// A snapshot as its snapshotter records it (containerd, `core/snapshots/storage/bolt.go`).
    private struct Snapshot {
        /// The name of its directory below `snapshots`.
        var directory: String
        /// On disk with its directories, in bytes; nil while something may write to it.
        var bytes: Int?

        init?(_ stored: BoltTree) {
            guard let id = stored.unsigned("id") else { return nil }
            directory = "\(id)"
            let isView = stored.values["kind"] == [1]
            bytes = (stored.number("size") ?? (isView ? 0 : nil)).map { $0 + ContainerdStore.directories }
        }
    }

    private func snapshots(of snapshotter: String) throws(BoltFile.Problem) -> [String: Snapshot] {
        let stored = try BoltTree(path: "\(self.snapshotter(snapshotter))/metadata.db")["v1", "snapshots"]
        return stored.buckets.compactMapValues(Snapshot.init)
    }

    /// The snapshotter that the images in a data root use; nil if they are in Docker's own store.
    /// The engine's BuildKit names a directory after it (moby/moby, `builder-next/controller.go`).
    static func snapshotter(inUseBy dataRoot: String) -> String? {
        let prefix = "containerd-"
        guard HostFiles.entries(in: "\(dataRoot)/image/overlay2") == nil else { return nil }
        return HostFiles.directories(in: "\(dataRoot)/buildkit")?.first { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count)) }
    }

    /// The snapshots' directories and the blobs on disk that nothing keeps. containerd removes them when it collects
    /// the next time, which it does after something was deleted, not by the clock.
    func unreferenced() throws(BoltFile.Problem) -> (snapshots: [AuditedObject], blobs: [AuditedObject]) {
        // What is on disk is listed first: what is made meanwhile is then not among it.
        let folders = (HostFiles.directories(in: root) ?? []).compactMap { folder in
            folder.hasPrefix(Self.snapshotterPrefix) ? String(folder.dropFirst(Self.snapshotterPrefix.count)) : nil
        }
        let directories = folders.map { ($0, HostFiles.directories(in: "\(snapshotter($0))/snapshots") ?? []) }
        let blobs = (HostFiles.directories(in: "\(content)/blobs") ?? []).flatMap { algorithm in
            (HostFiles.entries(in: "\(content)/blobs/\(algorithm)") ?? []).map { "\(algorithm):\($0.name)" }
        }
        // What a lease kept that expired stays until the next collection, too: that is no leak.
        let kept = try ContainerdMetadata(path: database, now: .distantPast).kept()
        var snapshots: [AuditedObject] = []
        for (snapshotter, directories) in directories where !directories.isEmpty {
            let known = try self.snapshots(of: snapshotter).filter {
                kept.contains(.snapshot(snapshotter: snapshotter, name: $0.key))
            }
            let owned = Set(known.values.map(\.directory))
            snapshots += directories.filter { !owned.contains($0) }.map { name in
                let path = "\(self.snapshotter(snapshotter))/snapshots/\(name)"
                return AuditedObject(.overlay, "\(snapshotter)/\(name)", madeAt: HostFiles.changed(path), path: path)
            }
        }
        let digests = Set(
            kept.compactMap { key -> String? in if case .blob(_, let digest) = key { digest } else { nil } })
        return (
            snapshots,
            blobs.filter { !digests.contains($0) }.map { digest in
                let path = "\(content)/blobs/\(digest.replacing(":", with: "/"))"
                return AuditedObject(.file, digest, madeAt: HostFiles.changed(path), path: path)
            }
        )
    }

    /// What images and cache records keep.
    /// - Parameter records: the records' ids with their sizes as the engine reports them, in bytes.
    func parts(records: [String: Int], now: Date = Date()) throws(BoltFile.Problem) -> StoredParts {
        let metadata = try ContainerdMetadata(path: database, now: now)
        var counted = CountedParts(records: records)
        var snapshots: [String: [String: Snapshot]] = [:]
        for key in metadata.objects {
            switch key {
            case .blob(_, let digest):
                counted.add(key, file: digest) {
                    HostFiles.allocated("\(content)/blobs/\(digest.replacing(":", with: "/"))") ?? 0
                }
            case .snapshot(let snapshotter, let name):
                if snapshots[snapshotter] == nil { snapshots[snapshotter] = try self.snapshots(of: snapshotter) }
                let bytes = snapshots[snapshotter]?[name]?.bytes
                counted.add(key, file: "\(snapshotter)/\(name)") { bytes }
            }
        }
        counted.distribute(metadata)
        return counted.parts
    }
}

/// The parts of a containerd's store while they are counted.
private struct CountedParts {
    /// What BuildKit adds to a record's id to name its further leases: for blobs in other compressions, and for mounts.
    private static let suffixes = ["-variants", "-view"]

    private(set) var parts = StoredParts()
    private let records: [String: Int]
    private var places: [ContainerdMetadata.Key: Int] = [:]
    private var files: [String: Int] = [:]
    private var open: Set<Int> = []

    init(records: [String: Int]) { self.records = records }

    /// Adds an object; its file counts once, however many namespaces have it.
    mutating func add(_ key: ContainerdMetadata.Key, file: String, _ bytes: () -> Int?) {
        if let known = files[file] {
            places[key] = known
            return
        }
        let bytes = bytes()
        let place = parts.add(bytes: bytes ?? 0)
        if bytes == nil { open.insert(place) }
        (places[key], files[file]) = (place, place)
    }

    mutating func distribute(_ metadata: ContainerdMetadata) {
        for (id, hold) in metadata.images { parts.keep(kept(by: hold, metadata), image: id) }
        for (id, hold) in metadata.leases {
            let kept = kept(by: hold, metadata)
            guard let record = record(of: id) else {
                parts.pin(kept)
                continue
            }
            parts.keep(kept, record: record)
        }
        for hold in metadata.others { parts.pin(kept(by: hold, metadata)) }
        for (id, size) in records { measureOpenSnapshot(of: id, size) }
    }

    /// A snapshot that a build may still write to has no recorded size: the engine reports it with the record.
    private mutating func measureOpenSnapshot(of record: String, _ size: Int) {
        let own = (parts.records[record] ?? []).filter(open.contains)
        guard own.count == 1, let place = own.first else { return }
        parts.set(bytes: size, of: place)
        open.remove(place)
    }

    private func record(of lease: String) -> String? {
        if records[lease] != nil { return lease }
        return Self.suffixes.lazy.filter(lease.hasSuffix).map { String(lease.dropLast($0.count)) }
            .first { records[$0] != nil }
    }

    private func kept(by hold: ContainerdMetadata.Hold, _ metadata: ContainerdMetadata) -> [Int] {
        metadata.kept(by: hold).compactMap { places[$0] }
    }
}
