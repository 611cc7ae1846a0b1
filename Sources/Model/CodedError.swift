/// What every error of Plimsoll's own tells: a code for programs; for people, what is wrong and what to do about it.
package protocol CodedFailure: Error, Sendable, CustomStringConvertible {
    associatedtype Code: RawRepresentable, Sendable, Hashable where Code.RawValue == String

    var code: Code { get }
    var message: String { get }
    /// The words of what failed underneath; nil where nothing did.
    var cause: String? { get }
    /// Whether the command line is wrong, or a file that was given on it.
    var isUsage: Bool { get }
}

extension CodedFailure {
    package var cause: String? { nil }
    package var isUsage: Bool { false }

    /// The message, with the cause on lines of its own.
    package var description: String {
        guard let cause, !cause.isEmpty else { return message }
        return message + "\n" + cause.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }
}

/// Codes of errors that are all the user's, who gave what cannot be used.
package protocol UsageCode {}

/// An error that has nothing more to tell than every other: a domain names it by its codes.
package struct CodedError<Code: RawRepresentable & Sendable & Hashable>: CodedFailure, Hashable
where Code.RawValue == String {
    package var code: Code
    package var message: String
    package var cause: String?

    package var isUsage: Bool { code is any UsageCode }

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        (self.code, self.message, self.cause) = (code, message, cause)
    }
}
