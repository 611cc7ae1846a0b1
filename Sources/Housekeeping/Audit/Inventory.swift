import Engine
import Foundation

/// Everything that an audit looked for, at one moment.
package struct Inventory: Codable, Sendable, Equatable {
    /// Wall-clock time at which it was complete.
    package var at: Date
    /// Time to take it, in seconds.
    package var seconds: Double
    /// Visibility of each kind; a missing kind was not looked for.
    private(set) var visibilities: [AuditKind: Visibility] = [:]
    private var found: [AuditKind: [String: AuditedObject]] = [:]

    enum CodingKeys: String, CodingKey { case at, seconds, visibilities = "sights", found }

    init(at: Date = Date(), seconds: Double = 0) { (self.at, self.seconds) = (at, seconds) }
    package func visibility(of kind: AuditKind) -> Visibility { visibilities[kind] ?? .hidden("it was not checked") }

    package func objects(_ kind: AuditKind) -> [AuditedObject] {
        (found[kind] ?? [:]).values.sorted { ($0.name, $0.identity) < ($1.name, $1.identity) }
    }

    package func contains(_ object: AuditedObject) -> Bool { found[object.kind]?[object.identity] != nil }

    /// Adds the objects of a kind; if a kind was looked for in several places, the worst visibility counts.
    mutating func add(_ objects: [AuditedObject], of kind: AuditKind, _ visibility: Visibility = .seen) {
        visibilities[kind] = visibilities[kind].map { $0.together(with: visibility) } ?? visibility
        for object in objects { found[kind, default: [:]][object.identity] = object }
    }

    /// What is here and was not in an earlier inventory, without what should stay and what is known already. A kind
    /// that was hidden in either inventory has none: what was always there is not a leak.
    package func leaks(
        since earlier: Inventory, keeping kept: Retained = Retained(), besides known: Set<AuditedObject.Key> = []
    ) -> [AuditedObject] {
        AuditKind.allCases.flatMap { kind -> [AuditedObject] in
            guard !visibility(of: kind).isHidden, !earlier.visibility(of: kind).isHidden else { return [] }
            return objects(kind).filter { !earlier.contains($0) && !kept.covers($0) && !known.contains($0.key) }
        }
    }
}

/// A kind of object that a job may leave behind. The raw values are stored in results and never change.
package enum AuditKind: String, Codable, Sendable, CaseIterable {
    case container, image, danglingImage = "dangling_image"
    case volume, network, buildCache = "build_cache"
    case mount, interface
    /// A network namespace, identified by the mount or process that keeps it.
    case namespace = "network_namespace"
    case cgroup, process
    /// A directory of the storage driver, or of containerd's snapshotter, that no image, container or cache record
    /// refers to.
    case overlay = "overlay_directory"
    /// A file or directory in a job's workspace, in the run's directory, or in the engine's temporary directories; a
    /// blob of containerd's content store that nothing refers to.
    case file
}

package struct AuditedObject: Codable, Sendable, Hashable {
    package struct Key: Codable, Sendable, Hashable {
        let kind: AuditKind
        let identity: String
    }

    package var kind: AuditKind
    /// Unique in its kind, also among later objects of the same name.
    package var identity: String
    /// The name for people: a name, a path, a pid and command, an id.
    package var name: String
    /// When it was made; nil if not known.
    package var madeAt: Date?
    /// Where its bytes are, as this process can read them; nil if they are not files.
    package var path: String?

    package var key: Key { Key(kind: kind, identity: identity) }

    /// Without an identity the name is one.
    package init(_ kind: AuditKind, _ name: String, identity: String? = nil, madeAt: Date? = nil, path: String? = nil) {
        (self.kind, self.identity, self.name) = (kind, identity ?? name, name)
        (self.madeAt, self.path) = (madeAt, path)
    }
}

/// Whether an audit saw all objects of a kind. Only for kinds that were fully visible can it say that nothing is left.
package enum Visibility: Codable, Sendable, Hashable {
    case seen
    /// Only some; with the reason.
    case partly(String)
    /// None; with the reason.
    case hidden(String)

    package var isWhole: Bool { self == .seen }
    package var isHidden: Bool { if case .hidden = self { true } else { false } }

    /// The visibility of objects that were looked for in two places.
    func together(with other: Visibility) -> Visibility {
        switch (self, other) {
        case (.seen, .seen): .seen
        case (.hidden, .hidden): self
        case (.seen, _): .partly(other.reason ?? "")
        default: .partly(reason ?? "")
        }
    }

    package var name: String { isWhole ? "seen" : isHidden ? "hidden" : "partly" }

    /// Why not all were visible; nil if they were.
    package var reason: String? {
        switch self {
        case .seen: nil
        case .partly(let reason), .hidden(let reason): reason
        }
    }
}

package struct Leak: Sendable, Hashable {
    package var object: AuditedObject
    /// Size on disk, in bytes: for an image, what no other image shares; for files, whole blocks. Nil if it takes none,
    /// or is not known.
    package var bytes: Int?

    package init(_ object: AuditedObject, bytes: Int?) { (self.object, self.bytes) = (object, bytes) }
}

/// What should stay after a job, and so is not a leak.
package struct Retained: Sendable, Equatable {
    /// Names of images through which later jobs find their cache.
    package var images: Set<String>
    /// Whether BuildKit's cache should stay. Its records are the cache of later jobs; BuildKit's own limits decide what
    /// is removed.
    package var buildCache: Bool

    package init(images: Set<String> = [], buildCache: Bool = false) {
        (self.images, self.buildCache) = (images, buildCache)
    }

    func covers(_ object: AuditedObject) -> Bool {
        switch object.kind {
        case .image: images.contains(object.name)
        case .buildCache: buildCache
        default: false
        }
    }
}

/// Whose objects count on a shared engine: those of one run, and those of Plimsoll that no run owns.
struct OwnerScope: Sendable, Equatable {
    let run: UUID

    func covers(_ object: some LabelledObject) -> Bool {
        object.isPlimsolls() && (object.runOwner.map { $0 == owner } ?? true)
    }

    /// Whether an image without a name may be the run's. Only its labels can tell, its own or inherited ones.
    func mayCover(nameless image: ImageSummary) -> Bool {
        image.labels[PlimsollLabel.key] == "1" && (image.labels[PlimsollLabel.ownerKey].map { $0 == owner } ?? true)
    }

    private var owner: String { run.uuidString.lowercased() }
}
