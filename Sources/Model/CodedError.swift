/// A failure with a code for programs and a message for people.
public struct CodedError<Code: RawRepresentable & Sendable & Equatable>: Error, Sendable, Equatable,
    CustomStringConvertible
where Code.RawValue == String {
    /// What kind of failure it is: stable, for programs.
    public var code: Code
    /// What is wrong, and what was expected or what to do about it.
    public var message: String

    /// An error of a kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
