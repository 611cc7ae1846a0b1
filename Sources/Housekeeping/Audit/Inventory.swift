import Engine
import Foundation

/// Everything that an audit looked for, as it was at one moment.
package struct Inventory: Codable, Sendable, Equatable {
    /// Wall-clock time at which it was complete.
    package var at: Date
    /// How long taking it took, in seconds.
    package var seconds: Double
    /// How well each kind was seen; a kind that is missing was not looked for.
    private(set) var sights: [AuditKind: Sight] = [:]
    private var found: [AuditKind: [String: AuditedObject]] = [:]

    init(at: Date = Date(), seconds: Double = 0) {
        self.at = at
        self.seconds = seconds
    }

    package func sight(of kind: AuditKind) -> Sight { sights[kind] ?? .hidden("it was not looked for") }

    package func objects(_ kind: AuditKind) -> [AuditedObject] {
        (found[kind] ?? [:]).values.sorted { ($0.name, $0.identity) < ($1.name, $1.identity) }
    }

    package func contains(_ object: AuditedObject) -> Bool { found[object.kind]?[object.identity] != nil }

    /// Takes in what was seen of a kind; of a kind that was looked for in several places, the worst sight counts.
    mutating func add(_ objects: [AuditedObject], of kind: AuditKind, _ sight: Sight = .seen) {
        sights[kind] = sights[kind].map { $0.together(with: sight) } ?? sight
        for object in objects { found[kind, default: [:]][object.identity] = object }
    }

    /// What is here and was not in an earlier inventory, less what is meant to stay and what is known already, kind by
    /// kind. A kind that either of them could not see has none: what was always there is no leak.
    package func leaks(
        since earlier: Inventory, keeping kept: Retained = Retained(), besides known: Set<AuditedObject.Key> = []
    ) -> [AuditedObject] {
        AuditKind.allCases.flatMap { kind -> [AuditedObject] in
            guard !sight(of: kind).isHidden, !earlier.sight(of: kind).isHidden else { return [] }
            return objects(kind).filter { !earlier.contains($0) && !kept.covers($0) && !known.contains($0.key) }
        }
    }
}

/// A kind of thing that a job may leave behind. The raw values stand in results and never change.
package enum AuditKind: String, Codable, Sendable, CaseIterable {
    case container, image, danglingImage = "dangling_image"
    case volume, network, buildCache = "build_cache"
    case mount, interface
    /// A network namespace, by what keeps it: a mount, or a process.
    case namespace = "network_namespace"
    case cgroup, process
    /// A directory of the storage driver's that no image, container or cache record refers to.
    case overlay = "overlay_directory"
    /// A file or directory: in a job's workspace, in the run's directory, or where the engine keeps temporary ones.
    case file
}

/// One thing that an audit found.
package struct AuditedObject: Codable, Sendable, Hashable {
    package struct Key: Codable, Sendable, Hashable {
        let kind: AuditKind
        let identity: String
    }

    package var kind: AuditKind
    /// What tells it from all others of its kind, later ones of the same name included.
    package var identity: String
    /// What people call it: a name, a path, a process's number and command, an id.
    package var name: String
    /// When it was made; nil where nothing tells.
    package var madeAt: Date?
    /// Where its bytes lie, as this process can read them; nil where they are not files.
    package var path: String?

    /// By what another audit knows it again.
    package var key: Key { Key(kind: kind, identity: identity) }

    /// A value of these parts; without an identity the name is one.
    package init(_ kind: AuditKind, _ name: String, identity: String? = nil, madeAt: Date? = nil, path: String? = nil) {
        self.kind = kind
        self.identity = identity ?? name
        (self.name, self.madeAt, self.path) = (name, madeAt, path)
    }
}

/// Whether an audit saw all things of a kind. Only of kinds that were seen whole can it say that nothing is left.
package enum Sight: Codable, Sendable, Hashable {
    case seen
    /// Some of them; why not all, in words.
    case partly(String)
    /// None of them; why, in words.
    case hidden(String)

    package var isWhole: Bool { self == .seen }
    package var isHidden: Bool { if case .hidden = self { true } else { false } }

    /// How well things were seen that were looked for in two places.
    func together(with other: Sight) -> Sight {
        switch (self, other) {
        case (.seen, .seen): .seen
        case (.hidden, .hidden): self
        case (.seen, _): .partly(other.reason ?? "")
        default: .partly(reason ?? "")
        }
    }

    package var name: String {
        switch self {
        case .seen: "seen"
        case .partly: "partly"
        case .hidden: "hidden"
        }
    }

    /// Why not all were seen; nil where they were.
    package var reason: String? {
        switch self {
        case .seen: nil
        case .partly(let reason), .hidden(let reason): reason
        }
    }
}

/// Something that was left, and what it takes.
package struct Leak: Sendable, Hashable {
    package var object: AuditedObject
    /// What it takes on disk, in bytes: of an image what no other shares, of files whole blocks; nil where it takes
    /// none, or nothing tells.
    package var bytes: Int?

    package init(_ object: AuditedObject, bytes: Int?) {
        self.object = object
        self.bytes = bytes
    }
}

/// What is meant to stay after a job, and so is no leak.
package struct Retained: Sendable, Equatable {
    /// Names of images: those that the next jobs find their cache through.
    package var images: Set<String>
    /// Whether BuildKit's cache is meant to stay. Its records are the cache of the jobs to come; BuildKit's own limits
    /// decide what of it goes.
    package var buildCache: Bool

    /// A value of these parts; without arguments nothing is meant to stay.
    package init(images: Set<String> = [], buildCache: Bool = false) {
        self.images = images
        self.buildCache = buildCache
    }

    func covers(_ object: AuditedObject) -> Bool {
        switch object.kind {
        case .image: images.contains(object.name)
        case .buildCache: buildCache
        default: false
        }
    }
}

/// Whose objects count on an engine that others use too: those of one run, and those of Plimsoll that no run owns.
struct OwnerScope: Sendable, Equatable {
    let run: UUID

    func covers(_ object: some LabelledObject) -> Bool {
        object.isPlimsolls() && (object.runOwner.map { $0 == owner } ?? true)
    }

    /// Whether an image without a name may be the run's: the labels that it carries, its own or inherited, are all that tells.
    func mayCover(nameless image: ImageSummary) -> Bool {
        image.labels[PlimsollLabel.key] == "1" && (image.labels[PlimsollLabel.ownerKey].map { $0 == owner } ?? true)
    }

    private var owner: String { run.uuidString.lowercased() }
}
