/// Why a fixture could not be opened, changed, or made into a build context.
public struct FixtureError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Sendable {
        /// A fixture's description is not what it should be; the message carries file, line and column.
        case descriptionInvalid
        /// A fixture's directory or description is not there.
        case fixtureMissing
        /// The path given is no git repository.
        case notARepository
        /// A revision does not exist in the repository.
        case revisionUnknown
        /// A revision range holds no revision.
        case rangeEmpty
        /// A revision range holds fewer revisions than the trace asks for.
        case rangeTooShort
        /// git is missing, or failed in a way that has no code of its own.
        case gitFailed
        /// The Dockerfile is not in the tree.
        case dockerfileMissing
        /// A generated change left the tree as it was.
        case changeChangesNothing
        /// A generated change could not be applied.
        case changeFailed
        /// A change was asked for that the trace does not hold.
        case changeNotInTrace
        /// The directory for a working tree exists already, or could not be made or removed.
        case workingDirectory
        /// An ignore file holds a line that Docker refuses, or one that it takes for a regular expression.
        case ignoreRulesInvalid
        /// A file or directory could not be read.
        case unreadable
        /// A file changed while it was read into an archive.
        case fileChanged
        /// The archive could not be written.
        case archiveFailed
    }

    /// What went wrong, for programs.
    public let code: Code
    /// What went wrong and what to do about it, for people.
    public let message: String
    /// The error beneath, if there is one.
    public let cause: (any Error)?

    /// An error with the message that a person will read.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message.
    public var description: String { message }
}
