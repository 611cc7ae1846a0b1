package enum FixtureSource: Codable, Sendable, Hashable {
    /// A fixture of this project: `fixtures/NAME.yaml` describes it.
    case bundled(name: String, description: String)
    /// Any git repository, replayed over a range of its revisions.
    case git(GitSource)

    package var name: String {
        switch self {
        case .bundled(let name, _): name
        case .git(let source): source.name
        }
    }
}

package struct GitSource: Codable, Sendable, Hashable {
    package var name: String
    /// Path of the repository (its working copy is never changed).
    package var repository: String
    /// A revision range as `git rev-list` takes it.
    package var revisions: String
    /// Path inside the repository.
    package var dockerfile: String
    /// A Dockerfile outside the repository, used instead of one inside; nil: the repository's own.
    package var externalDockerfile: String?
    /// The command to run in the container; nil: the image's own.
    package var command: [String]?
    /// Paths inside the container to copy out.
    package var artifacts: [String] = []
    /// Images that must be on the engine before the first build.
    package var images: [String] = []
    /// The folder inside the repository that is sent to the builds; nil: all of it.
    package var context: String?
    /// Files whose change is a dependency change: lines of an ignore file, for paths inside the repository; nil: those
    /// that package managers are known to read.
    package var manifests: [String]?
    /// Revisions whose jobs may fail: each entry is the first digits of a commit, or a pattern of its whole subject.
    package var expectedFailures: [String]?

    /// Whether an entry of `expectedFailures` is a commit's first 7 or more hexadecimal digits, and not a pattern.
    package static func isRevision(_ entry: String) -> Bool {
        (7...64).contains(entry.utf8.count) && isHexadecimal(entry)
    }

    static func isHexadecimal(_ text: String) -> Bool { text.allSatisfy { $0.isASCII && $0.isHexDigit } }
}

extension FixtureSource {
    /// Without what decides how results are judged, and not what is run.
    var identity: FixtureSource {
        guard case .git(var source) = self else { return self }
        source.expectedFailures = nil
        return .git(source)
    }
}

extension FixtureSource {
    func resolved(against directory: String) -> FixtureSource {
        switch self {
        case .bundled(let name, let description):
            return .bundled(name: name, description: description.resolved(against: directory))
        case .git(var source):
            source.repository = source.repository.resolved(against: directory)
            source.externalDockerfile = source.externalDockerfile?.resolved(against: directory)
            return .git(source)
        }
    }
}

extension String {
    func resolved(against directory: String) -> String {
        if hasPrefix("/") || directory.isEmpty { return self }
        return directory.hasSuffix("/") ? directory + self : directory + "/" + self
    }
}
