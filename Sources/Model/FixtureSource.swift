/// Where a scenario's fixture comes from.
public enum FixtureSource: Codable, Sendable, Hashable {
    /// A fixture of this project: `fixtures/NAME.yaml` describes it.
    case bundled(name: String, description: String)
    /// Any git repository, replayed over a range of its revisions.
    case git(GitSource)

    /// The fixture's name.
    public var name: String {
        switch self {
        case .bundled(let name, _): name
        case .git(let source): source.name
        }
    }
}

/// A git repository to be replayed.
public struct GitSource: Codable, Sendable, Hashable {
    /// What the fixture is called in results.
    public var name: String
    /// Path of the repository (its working copy is never touched).
    public var repository: String
    /// A revision range as `git rev-list` takes it.
    public var revisions: String
    /// The Dockerfile's path inside the repository.
    public var dockerfile: String
    /// A Dockerfile outside the repository to use in place of one inside it; nil: the repository's own.
    public var externalDockerfile: String?
    /// The command to run in the container; nil: the image's own.
    public var command: [String]?
    /// Paths inside the container to copy out.
    public var artifacts: [String]
    /// Images that must be on the engine before the first build.
    public var images: [String]

    /// A repository to replay; without further arguments with its own Dockerfile and command.
    public init(
        name: String, repository: String, revisions: String, dockerfile: String, externalDockerfile: String? = nil,
        command: [String]? = nil, artifacts: [String] = [], images: [String] = []
    ) {
        self.name = name
        self.repository = repository
        self.revisions = revisions
        self.dockerfile = dockerfile
        self.externalDockerfile = externalDockerfile
        self.command = command
        self.artifacts = artifacts
        self.images = images
    }
}
