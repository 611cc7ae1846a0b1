/// How much a repository's Dockerfile asks of its maintainers.
public struct DockerfileFindings: Sendable, Equatable {
    /// The repository.
    public var fixture: String
    /// Lines without blank ones and comments, by what it builds upon.
    public var lines: [BaseKind: Int]
    /// Instructions, by what it builds upon.
    public var instructions: [BaseKind: Int]
}
