/// Why nothing was exported.
public struct ExportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is: stable, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// The database holds no such run, or none that counts.
        case noRun = "export_no_run"
        /// The run is excluded.
        case excluded = "export_excluded"
        /// There is no such view.
        case noView = "export_no_view"
    }

    /// What kind of failure it is.
    public var code: Code
    /// What is wrong, and what to do about it.
    public var message: String

    /// An error with its words.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
