/// How much a repository's Dockerfile asks of its maintainers.
struct DockerfileFindings: Sendable, Equatable {
    /// The repository.
    var fixture: String
    /// Lines without blank ones and comments, by what it builds upon.
    var lines: [BaseKind: Int]
    /// Instructions, by what it builds upon.
    var instructions: [BaseKind: Int]
}
