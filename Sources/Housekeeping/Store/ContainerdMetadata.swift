import Engine
import Foundation

/// What an engine's containerd keeps, and what keeps what, as its metadata database says.
/// Sources: the buckets and keys of containerd 1.6 to 2.1 (`core/metadata/buckets.go`), and the references that its
/// garbage collector follows (`core/metadata/gc.go`).
struct ContainerdMetadata: Sendable {
    /// What the garbage collector removes as a whole.
    enum Key: Hashable, Sendable {
        /// A namespace's own entry for a blob. Several may share the file: it goes with the last of them.
        case blob(namespace: String, digest: String)
        case snapshot(snapshotter: String, name: String)
    }

    /// What something keeps.
    struct Hold: Sendable {
        var keys: [Key] = []
        /// Whether the labels of what is kept count for nothing; a snapshot's parents count always.
        var isFlat = false
    }

    /// The namespace of Docker's images and containers.
    static let engineNamespace = "moby"

    /// The parents of snapshots.
    private(set) var parents: [Key: Key] = [:]
    /// What the labels of each object refer to.
    private(set) var references: [Key: [Key]] = [:]
    /// The engine's images, by the digests of their manifests or indexes: the ids that the engine gives them.
    private(set) var images: [String: Hold] = [:]
    /// The engine's leases. Those of BuildKit's records have the records' ids.
    private(set) var leases: [String: Hold] = [:]
    /// Everything else that keeps something: containers, other namespaces, objects marked as roots.
    private(set) var others: [Hold] = []

    var objects: Dictionary<Key, [Key]>.Keys { references.keys }

    /// - Parameter now: a lease that expired before keeps nothing.
    init(path: String, now: Date = Date()) throws(BoltFile.Problem) {
        for (name, content) in try BoltTree(path: path)["v1"].buckets {
            let namespace = ContainerdNamespace(name: name, content: content, now: now)
            namespace.addObjects(to: &self)
            namespace.addHolders(to: &self)
        }
    }

    /// Everything that a hold keeps.
    func kept(by hold: Hold) -> Set<Key> {
        var found: Set<Key> = []
        var waiting = hold.keys
        while let key = waiting.popLast() {
            guard let references = references[key], found.insert(key).inserted else { continue }
            if let parent = parents[key] { waiting.append(parent) }
            if !hold.isFlat { waiting += references }
        }
        return found
    }

    /// Everything that anything keeps.
    func kept() -> Set<Key> {
        let holds = Array(images.values) + Array(leases.values) + others
        return holds.reduce(into: []) { $0.formUnion(kept(by: $1)) }
    }

    fileprivate mutating func add(_ key: Key, parent: Key? = nil, references: [Key], isRoot: Bool) {
        parents[key] = parent
        self.references[key] = references
        if isRoot { others.append(Hold(keys: [key])) }
    }

    fileprivate mutating func add(image id: String, _ hold: Hold) { images[id, default: Hold()].keys += hold.keys }
    fileprivate mutating func add(lease id: String, _ hold: Hold) { leases[id] = hold }
    fileprivate mutating func add(other hold: Hold) { others.append(hold) }
}

/// One namespace of containerd's metadata.
private struct ContainerdNamespace {
    private static let root = "containerd.io/gc.root"
    private static let flat = "containerd.io/gc.flat"
    private static let expiry = "containerd.io/gc.expire"
    private static let contentReference = "containerd.io/gc.ref.content"
    private static let snapshotReference = "containerd.io/gc.ref.snapshot."

    let name: String
    let content: BoltTree
    let now: Date

    private var isEngines: Bool { name == ContainerdMetadata.engineNamespace }

    func addObjects(to metadata: inout ContainerdMetadata) {
        for (digest, blob) in content["content", "blob"].buckets {
            metadata.add(self.blob(digest), references: references(of: blob), isRoot: isRoot(blob))
        }
        for (snapshotter, snapshots) in content["snapshots"].buckets {
            for (key, snapshot) in snapshots.buckets {
                let parent = snapshot.text("parent") ?? ""
                metadata.add(
                    self.snapshot(key, in: snapshotter),
                    parent: parent.isEmpty ? nil : self.snapshot(parent, in: snapshotter),
                    references: references(of: snapshot), isRoot: isRoot(snapshot))
            }
        }
    }

    func addHolders(to metadata: inout ContainerdMetadata) {
        for (_, image) in content["images"].buckets {
            guard let digest = image["target"].text("digest") else { continue }
            let hold = ContainerdMetadata.Hold(keys: [blob(digest)] + references(of: image))
            if isEngines { metadata.add(image: digest, hold) } else { metadata.add(other: hold) }
        }
        for (id, lease) in content["leases"].buckets where !hasExpired(lease) {
            if isEngines { metadata.add(lease: id, hold(of: lease)) } else { metadata.add(other: hold(of: lease)) }
        }
        for (_, container) in content["containers"].buckets {
            guard let snapshotter = container.text("snapshotter"), let key = container.text("snapshotKey") else {
                continue
            }
            metadata.add(other: ContainerdMetadata.Hold(keys: [snapshot(key, in: snapshotter)]))
        }
    }

    private func blob(_ digest: String) -> ContainerdMetadata.Key { .blob(namespace: name, digest: digest) }

    private func snapshot(_ key: String, in snapshotter: String) -> ContainerdMetadata.Key {
        // The name that the snapshotter has for it, e.g. `moby/12/sha256:…`.
        let name = content["snapshots", snapshotter, key].text("name") ?? key
        return .snapshot(snapshotter: snapshotter, name: name)
    }

    private func hold(of lease: BoltTree) -> ContainerdMetadata.Hold {
        let snapshots = lease["snapshots"].buckets.flatMap { snapshotter, keys in
            keys.values.keys.map { snapshot($0, in: snapshotter) }
        }
        return ContainerdMetadata.Hold(
            keys: lease["content"].values.keys.map(blob) + snapshots, isFlat: lease["labels"].values[Self.flat] != nil)
    }

    private func hasExpired(_ lease: BoltTree) -> Bool {
        guard let text = lease["labels"].text(Self.expiry), let instant = EngineInstant(text) else { return false }
        return instant.date < now
    }

    private func references(of object: BoltTree) -> [ContainerdMetadata.Key] {
        let labels = object["labels"]
        return labels.values.keys.compactMap { label in
            guard let value = labels.text(label) else { return nil }
            if label.hasPrefix(Self.contentReference) { return blob(value) }
            guard label.hasPrefix(Self.snapshotReference) else { return nil }
            return snapshot(value, in: String(label.dropFirst(Self.snapshotReference.count).prefix { $0 != "/" }))
        }
    }

    private func isRoot(_ object: BoltTree) -> Bool { object["labels"].values[Self.root] != nil }
}
