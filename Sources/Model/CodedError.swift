/// What every error of Plimsoll's own tells: a code for programs; for people, what is wrong and what to do about it.
package protocol CodedFailure: Error, Sendable, CustomStringConvertible {
    associatedtype Code: RawRepresentable, Sendable, Hashable where Code.RawValue == String

    var code: Code { get }
    var message: String { get }
    var cause: String? { get }
    /// Whether the command line is wrong, or a file that was given on it: the code says it, see `UsageCode`.
    var isUsage: Bool { get }
    /// Whether the words begin with a place in a file, as `night.ndjson:17`, as compilers' messages do.
    var isPlaced: Bool { get }
}

extension CodedFailure {
    package var cause: String? { nil }
    package var isUsage: Bool { (code as? any UsageCode)?.isUsage ?? false }
    package var isPlaced: Bool { false }

    /// The message, with the cause on lines of its own.
    package var description: String {
        guard let cause, !cause.isEmpty else { return message }
        return message + "\n" + cause.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }
}

/// Codes of errors that are the user's, who gave what cannot be used: all of them, unless the codes say which.
package protocol UsageCode {
    var isUsage: Bool { get }
}

extension UsageCode {
    package var isUsage: Bool { true }
}

/// An error that has nothing more to tell than every other: a domain names it by its codes.
package struct CodedError<Code: RawRepresentable & Sendable & Hashable>: CodedFailure, Hashable
where Code.RawValue == String {
    package var code: Code
    package var message: String
    package var cause: String?

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        (self.code, self.message, self.cause) = (code, message, cause)
    }
}
