/// One thing that a worker must offer, and what was found of it on the worker of a run.
public struct RequirementRecord: Codable, Sendable, Equatable {
    /// What it is about, as `kernel`.
    public var area: String
    /// Its name, unique in its area.
    public var name: String
    /// `fine`, `degraded` or `lacking`.
    public var state: String
    /// What was found, in words.
    public var found: String
    /// What it is for, in words.
    public var neededFor: String
    /// What mends it, where it is not fine and something can.
    public var remedy: String?
    /// Whether nothing of an engine's own runs without it.
    public var isRequired: Bool

    /// A value of these parts.
    public init(
        area: String, name: String, state: String, found: String, neededFor: String, remedy: String? = nil,
        isRequired: Bool
    ) {
        self.area = area
        self.name = name
        self.state = state
        self.found = found
        self.neededFor = neededFor
        self.remedy = remedy
        self.isRequired = isRequired
    }
}
