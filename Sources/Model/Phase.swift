/// One part of the generalized CI job, in the order in which a job passes them.
public enum Phase: String, Codable, Sendable, CaseIterable {
    /// The fixture's tree at a revision becomes a build context.
    case context
    /// The engine builds the image from it.
    case build
    /// A container of the image runs its command: created, started, awaited.
    case run
    /// What the command left is copied out.
    case artifacts
    /// Container and image are removed, as the cleanup policy says.
    case cleanup
}
