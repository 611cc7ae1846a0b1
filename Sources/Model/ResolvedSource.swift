/// What a fixture of a run was resolved to: enough to replay it later, and to see what differs from another run.
package struct ResolvedSource: Codable, Sendable, Equatable {
    package struct Revision: Codable, Sendable, Equatable {
        /// A git commit; of a generated fixture its starting state.
        package var id: String
        /// The first line of the commit's message; empty if there is none.
        package var subject: String
        /// When it was committed, in seconds since 1970; nil if unknown.
        package var time: Double?

        package init(id: String, subject: String = "", time: Double? = nil) {
            (self.id, self.subject, self.time) = (id, subject, time)
        }
    }

    package var fixture: String
    /// The replayed revisions, the oldest first. Generated changes follow from the first and the seed.
    package var revisions: [Revision]
    /// Path of the Dockerfile inside the repository.
    package var dockerfile: String
    /// The text of a Dockerfile outside the repository, used instead; nil: the repository's own.
    package var externalDockerfile: String?
    /// The text of the ignore file beside that Dockerfile (`NAME.dockerignore`), which BuildKit reads instead of the
    /// repository's; nil: there is none.
    package var externalIgnoreFile: String?
    /// The folder that is sent to builds; nil: all of the repository.
    package var context: String?
    /// The command to run in the container; nil: the image's own.
    package var command: [String]?

    package init(
        fixture: String, revisions: [Revision], dockerfile: String, externalDockerfile: String? = nil,
        externalIgnoreFile: String? = nil, context: String? = nil, command: [String]? = nil
    ) {
        (self.fixture, self.revisions, self.dockerfile) = (fixture, revisions, dockerfile)
        (self.externalDockerfile, self.externalIgnoreFile) = (externalDockerfile, externalIgnoreFile)
        (self.context, self.command) = (context, command)
    }
}

extension ResolvedSource {
    /// What differs from another source beside the revisions, in words for a sentence: `the command`.
    package func differences(from other: ResolvedSource) -> [String] {
        [
            (externalDockerfile != other.externalDockerfile, "the Dockerfile outside the repository"),
            (
                externalIgnoreFile != other.externalIgnoreFile,
                "the ignore file beside the Dockerfile outside the repository"
            ),
            (dockerfile != other.dockerfile, "the Dockerfile's path"), (command != other.command, "the command"),
            (context != other.context, "the folder that is sent"),
        ].filter(\.0).map(\.1)
    }
}
