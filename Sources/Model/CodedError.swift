/// What every error of Plimsoll's own contains: a code for programs, and for people what is wrong and what to do.
package protocol CodedFailure: Error, Sendable, CustomStringConvertible {
    associatedtype Code: RawRepresentable, Sendable, Hashable where Code.RawValue == String

    var code: Code { get }
    var message: String { get }
    /// The message of the underlying error; nil if there is none.
    var cause: String? { get }
    /// Whether the command line, or a file given on it, is wrong.
    var isUsage: Bool { get }
}

extension CodedFailure {
    package var cause: String? { nil }
    package var isUsage: Bool { false }

    /// The message, followed by the cause on separate lines.
    package var description: String {
        guard let cause, !cause.isEmpty else { return message }
        return message + "\n" + cause.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    }
}

/// Codes of errors that are always the user's: unusable input.
package protocol UsageCode {}

/// An error without further data; a domain names it by its codes.
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
