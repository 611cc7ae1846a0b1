/// A kind of thing that audits looked for.
public struct CleanupKind: Sendable, Equatable {
    /// The kind, as `container`.
    public var name: String
    /// How well the worst audit saw it: `seen`, `partly`, `hidden`.
    public var sight: String
    /// Why it was not seen whole.
    public var reason: String?
    /// How many there were before the first job.
    public var before: Int
    /// How many there were at the end, those that are meant to stay included; nil where there was no audit at the end.
    public var after: Int?
    /// How many things of it were left.
    public var leaks: Int
    /// What they take, as far as it is known, in bytes.
    public var bytes: Int

    /// Whether all of it was looked at in every audit.
    public var isSeen: Bool { sight == "seen" }
}
