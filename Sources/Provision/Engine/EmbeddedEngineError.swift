/// Why the embedded engine, or the registry beside it, could not be brought up, taken down or looked at.
public struct EmbeddedEngineError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Sendable, Codable {
        /// Plimsoll does not run as root.
        case notRoot = "not_root"
        /// A program that is needed is not installed.
        case missingProgram = "missing_program"
        /// The name is not usable, or taken.
        case badName = "bad_name"
        /// No private subnet is free.
        case noSubnet = "no_subnet"
        /// The state directory's filesystem has too little space.
        case noSpace = "no_space"
        /// Another Plimsoll kept the host's lock for too long.
        case locked
        /// A helper program failed.
        case commandFailed = "command_failed"
        /// The daemon ended before it was ready.
        case diedAtStart = "died_at_start"
        /// The daemon was not ready in time.
        case notReady = "not_ready"
        /// Something is left after it was taken down.
        case incompleteDown = "incomplete_down"
        /// The state directory cannot be read or written.
        case state
        /// Another registry has the port or the storage.
        case taken
        /// A registry's garbage collection failed.
        case collectionFailed = "collection_failed"
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
