/// Why there is no audit.
public struct AuditError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is: stable, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// The engine did not answer in time.
        case engineHung = "engine_hung"
        /// The engine failed to answer, or could not be reached.
        case engineFailed = "engine_failed"
        /// The engine's processes or directories cannot be read: it may have ended.
        case unreadable
    }

    /// What kind of failure it is.
    public var code: Code
    /// What happened and what to do about it.
    public var message: String
    /// The words underneath, where there are any.
    public var cause: String?

    /// An error of a kind.
    public init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message, with the cause in brackets.
    public var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
