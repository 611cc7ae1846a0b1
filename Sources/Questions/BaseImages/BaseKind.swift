/// What a repository's Dockerfile builds upon: the values of the factor `base`.
enum BaseKind: String, Sendable, CaseIterable {
    /// An image that is provided for all repositories, with their language in it.
    case provided
    /// Debian alone.
    case deferred
}
