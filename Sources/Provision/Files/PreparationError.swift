/// Why a base image or the package mirror could not be prepared or brought onto an engine.
public struct PreparationError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// A program that the work needs is not installed.
        case missingTool = "missing_tool"
        /// A program failed for a reason that has no code of its own.
        case commandFailed = "command_failed"
        /// The state directory's filesystem has too little space.
        case noSpace = "no_space"
        /// The machine's package source cannot be reached.
        case unreachable
        /// apt on this machine knows no source for the Debian release.
        case noSource = "no_source"
        /// A package, or a version of one, cannot be had from the machine's package source.
        case unresolvable
        /// The state directory cannot be read or written.
        case state
        /// An image cannot be pulled: the registry lacks it, refuses it, or is not reached.
        case pullFailed = "pull_failed"
        /// The server of the packages did not come up on the engine.
        case serverFailed = "server_failed"
        /// An image of somebody else's has the name that one of Plimsoll's must have.
        case nameTaken = "name_taken"
        /// A provided image's Dockerfile cannot be read, ordered among the others, or built.
        case suiteInvalid = "suite_invalid"
    }

    /// What went wrong, for programs.
    public let code: Code
    /// What went wrong and what to do about it, for people.
    public let message: String
    /// The words of what failed underneath, if anything did.
    public let cause: String?

    init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message, with the cause on lines of its own.
    public var description: String {
        guard let cause, !cause.isEmpty else { return message }
        return message + "\n" + cause.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }
}
