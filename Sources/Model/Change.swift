/// One revision of a fixture's trace.
public struct Change: Codable, Sendable, Hashable {
    /// What is done to the engine before the revision is built.
    public enum Preparation: String, Codable, Sendable, CaseIterable {
        /// The base image gets one layer more, under the same name.
        case newBaseLayer = "new base layer"
        /// The base image gets another label and keeps its layers, under the same name.
        case newBaseLabel = "new base label"
        /// The provided images that repositories build upon are built anew, under the same names.
        case rebuiltProvided = "rebuilt provided images"
        /// The builder's cache is emptied.
        case evict
    }

    /// Its place in the trace; 0 is the revision that the trace starts from.
    public var index: Int
    /// What names this state of the fixture: a git commit, or `START+INDEX` for a fixture with generated changes, with the
    /// change's own name behind it where it has one.
    public var revision: String
    /// What this revision changes against the one before it.
    public var changeClass: ChangeClass
    /// Build arguments that the revision is built with; nil: none.
    public var arguments: [String: String]?
    /// The user that the files belong to as they are sent; nil: 0, as Docker's client sends them.
    public var owner: Int?
    /// What is done to the engine first; nil: nothing.
    public var preparation: Preparation?

    /// A value of these parts.
    public init(
        index: Int, revision: String, changeClass: ChangeClass, arguments: [String: String]? = nil, owner: Int? = nil,
        preparation: Preparation? = nil
    ) {
        self.index = index
        self.revision = revision
        self.changeClass = changeClass
        self.arguments = arguments
        self.owner = owner
        self.preparation = preparation
    }
}
