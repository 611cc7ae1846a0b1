/// What a collection may consider, and what it must keep whatever its policy says.
public struct CollectionRules: Codable, Hashable, Sendable {
    /// Which images it may remove.
    public var scope: CollectionScope
    /// Images of these names stay.
    public var keep: [NamePattern]
    /// What was used within so many seconds stays. An image that a policy names is not asked for its age.
    public var minimumAge: Double
    /// Whether BuildKit's cache may be collected. Its records carry no labels, so that nobody can tell whose they are.
    public var buildCache: Bool

    /// Rules with names.
    public init(
        scope: CollectionScope = .plimsoll, keep: [NamePattern] = [], minimumAge: Double = 3600,
        buildCache: Bool = false
    ) {
        self.scope = scope
        self.keep = keep
        self.minimumAge = minimumAge
        self.buildCache = buildCache
    }
}
