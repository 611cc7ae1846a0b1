/// A kind of thing that audits looked for.
struct CleanupKind: Sendable, Equatable {
    /// The kind, as `container`.
    var name: String
    /// How well the worst audit saw it: `seen`, `partly`, `hidden`.
    var sight: String
    /// Why it was not seen whole.
    var reason: String?
    /// How many there were before the first job.
    var before: Int
    /// How many there were at the end, those that are meant to stay included; nil where there was no audit at the end.
    var after: Int?
    /// How many things of it were left.
    var leaks: Int
    /// What they take, as far as it is known, in bytes.
    var bytes: Int

    /// Whether all of it was looked at in every audit.
    var isSeen: Bool { sight == "seen" }
}
