import Foundation

/// Everything that an audit looked for, as it was at one moment.
public struct Inventory: Codable, Sendable, Equatable {
    /// Wall-clock time at which it was complete.
    public var at: Date
    /// How long taking it took, in seconds.
    public var seconds: Double
    /// How well each kind was seen; a kind that is missing was not looked for.
    public private(set) var sights: [AuditKind: Sight] = [:]
    private var found: [AuditKind: [String: AuditedObject]] = [:]

    /// An inventory that looked for nothing yet.
    public init(at: Date = Date(), seconds: Double = 0) {
        self.at = at
        self.seconds = seconds
    }

    /// How well a kind was seen.
    public func sight(of kind: AuditKind) -> Sight { sights[kind] ?? .hidden("it was not looked for") }

    /// What was found of a kind, by name.
    public func objects(_ kind: AuditKind) -> [AuditedObject] {
        (found[kind] ?? [:]).values.sorted { ($0.name, $0.identity) < ($1.name, $1.identity) }
    }

    /// Whether an object is in it.
    public func contains(_ object: AuditedObject) -> Bool {
        found[object.kind]?[object.identity] != nil
    }

    /// Takes in what was seen of a kind; of a kind that was looked for in several places, the worst sight counts.
    mutating func add(_ objects: [AuditedObject], of kind: AuditKind, _ sight: Sight = .seen) {
        sights[kind] = sights[kind].map { $0.together(with: sight) } ?? sight
        for object in objects { found[kind, default: [:]][object.identity] = object }
    }

    /// What is here and was not in an earlier inventory, less what is meant to stay and what is known already, kind by kind. A
    /// kind that either of them could not see has none: what was always there is no leak.
    public func leaks(
        since earlier: Inventory, keeping kept: Retained = Retained(), besides known: Set<AuditedObject.Key> = []
    ) -> [AuditedObject] {
        AuditKind.allCases.flatMap { kind -> [AuditedObject] in
            guard !sight(of: kind).isHidden, !earlier.sight(of: kind).isHidden else { return [] }
            return objects(kind).filter {
                !earlier.contains($0) && !kept.covers($0) && !known.contains($0.key)
            }
        }
    }
}
