import Foundation

@testable import Housekeeping

/// Writes the databases and files of a containerd, as an engine has them in its data root.
struct ContainerdFolder {
    static let root = "data/containerd/daemon"

    /// The engine's namespace and the one of BuildKit's history.
    var engine = Namespace()
    var history = Namespace()
    /// Sizes of snapshots by their keys, in bytes; nil: something may still write to it.
    var snapshots: [(key: String, parent: String, bytes: Int?)] = []

    struct Namespace {
        var images: [(name: String, target: String)] = []
        /// Each with what its labels refer to.
        var blobs: [(digest: String, labels: [(String, String)])] = []
        var leases: [(id: String, content: [String], snapshots: [String], labels: [(String, String)])] = []
    }

    static let flat = ("containerd.io/gc.flat", "now")
    static func content(_ digest: String) -> (String, String) { ("containerd.io/gc.ref.content.\(digest)", digest) }
    static func snapshot(_ key: String) -> (String, String) { ("containerd.io/gc.ref.snapshot.overlayfs", key) }

    func write(to folder: AuditFolder) throws {
        try folder.write(
            "\(Self.root)/io.containerd.metadata.v1.bolt/meta.db",
            BoltBytes.database([
                ("v1", .bucket([("moby", entry(engine, stored)), ("moby_history", entry(history, []))]))
            ]))
        let stored = snapshots.enumerated().map { index, snapshot in
            var values: [(String, BoltBytes.Entry)] = [("id", .bytes([UInt8(index + 1)])), ("kind", .bytes([3]))]
            if let bytes = snapshot.bytes { values.append(("size", .bytes(Self.varint(bytes)))) }
            return (name(snapshot.key), BoltBytes.Entry.bucket(values))
        }
        let snapshotter = "\(Self.root)/io.containerd.snapshotter.v1.overlayfs"
        try folder.write(
            "\(snapshotter)/metadata.db", BoltBytes.database([("v1", .bucket([("snapshots", .bucket(stored))]))]))
        for index in snapshots.indices { try folder.directory("\(snapshotter)/snapshots/\(index + 1)/fs") }
        for digest in Set((engine.blobs + history.blobs).map(\.digest)) { try write(digest, to: folder) }
        try folder.directory("data/buildkit/containerd-overlayfs")
    }

    /// A blob of one block.
    func write(_ digest: String, to folder: AuditFolder) throws {
        let blobs = "\(Self.root)/io.containerd.content.v1.content/blobs"
        try folder.write("\(blobs)/\(digest.replacing(":", with: "/"))", [UInt8](repeating: 7, count: 100))
    }

    private func name(_ key: String) -> String { "moby/1/\(key)" }

    private var stored: [(String, BoltBytes.Entry)] {
        snapshots.map { snapshot in
            (
                snapshot.key,
                .bucket([("name", .value(name(snapshot.key))), ("parent", .value(snapshot.parent))])
            )
        }
    }

    private func entry(_ namespace: Namespace, _ snapshots: [(String, BoltBytes.Entry)]) -> BoltBytes.Entry {
        func labels(_ labels: [(String, String)]) -> BoltBytes.Entry { .bucket(labels.map { ($0, .value($1)) }) }
        let blobs = namespace.blobs.map { ($0.digest, BoltBytes.Entry.bucket([("labels", labels($0.labels))])) }
        let images = namespace.images.map {
            ($0.name, BoltBytes.Entry.bucket([("target", .bucket([("digest", .value($0.target))]))]))
        }
        let leases = namespace.leases.map { lease in
            (
                lease.id,
                BoltBytes.Entry.bucket([
                    ("content", .bucket(lease.content.map { ($0, .value("")) })), ("labels", labels(lease.labels)),
                    ("snapshots", .bucket([("overlayfs", .bucket(lease.snapshots.map { ($0, .value("")) }))])),
                ])
            )
        }
        return .bucket([
            ("content", .bucket([("blob", .bucket(blobs))])), ("images", .bucket(images)), ("leases", .bucket(leases)),
            ("snapshots", .bucket([("overlayfs", .bucket(snapshots))])),
        ])
    }

    /// As Go's `binary.PutVarint` writes it.
    private static func varint(_ number: Int) -> [UInt8] {
        var rest = UInt(number) << 1
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
