/// Why the ledger has no sample.
public struct LedgerError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is: stable, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// The engine did not say in time what it keeps.
        case engineHung = "engine_hung"
        /// The engine failed to say what it keeps, or could not be reached.
        case engineFailed = "engine_failed"
        /// The engine does not say what its images' layers take together.
        case sharingUnknown = "sharing_unknown"
        /// The engine's filesystem does not answer: the engine may be gone.
        case unreadable = "filesystem_unreadable"
        /// The data root holds more than may be walked between two jobs.
        case tooLarge = "data_root_too_large"
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
