/// Why an engine's mutex could not be had.
public struct MutexError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// Another collection is at work, or waits to be.
        case otherCollector = "other_collector"
        /// Who held the mutex kept it for longer than the caller would wait.
        case waitedTooLong = "waited_too_long"
        /// The lock files cannot be made or opened.
        case place
    }

    /// What went wrong, for programs.
    public let code: Code
    /// What went wrong and what to do about it, for people.
    public let message: String
    /// Who holds the mutex, as far as the kernel tells.
    public let holders: [LockHolder]
    /// The words of what failed underneath, if anything did.
    public let cause: String?

    init(_ code: Code, _ message: String, holders: [LockHolder] = [], cause: String? = nil) {
        self.code = code
        self.message = message
        self.holders = holders
        self.cause = cause
    }

    /// The message, with who holds the mutex and the cause on lines of their own.
    public var description: String {
        ([message] + holders.map { "  \($0)" } + (cause.map { ["  \($0)"] } ?? [])).joined(separator: "\n")
    }
}
