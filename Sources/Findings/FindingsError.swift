/// Why a run cannot be analysed.
public struct FindingsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is: stable, for programs.
    public enum Code: String, Sendable {
        /// The database has no such run, or none that counts.
        case noRun = "no_run"
        /// The run is excluded, and was not asked for all the same.
        case excluded = "run_excluded"
        /// The run has too few jobs for what was asked.
        case tooFew = "too_few_jobs"
    }

    /// What kind of failure it is.
    public var code: Code
    /// What happened and what to do about it.
    public var message: String

    /// An error of a kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
