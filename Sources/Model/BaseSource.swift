/// What a fixture's Dockerfile builds upon: the factor `base`.
public enum BaseSource: String, Codable, Sendable, CaseIterable {
    /// An image that is built and maintained for all repositories, with their language in it.
    case provided
    /// Debian alone: the repository installs everything itself.
    case deferred
}
