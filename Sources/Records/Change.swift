/// One revision of a fixture's trace.
public struct Change: Codable, Sendable, Hashable {
    /// Its place in the trace; 0 is the revision that the trace starts from.
    public var index: Int
    /// What names this state of the fixture: a git commit, or `START+INDEX` for a fixture with generated changes.
    public var revision: String
    /// What this revision changes against the one before it.
    public var changeClass: ChangeClass

    /// A value of these parts.
    public init(index: Int, revision: String, changeClass: ChangeClass) {
        self.index = index
        self.revision = revision
        self.changeClass = changeClass
    }
}
