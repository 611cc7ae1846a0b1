/// A run without an engine that could not be made; the pair is then not measured, and the report says so.
public struct DirectRunError: Error, CustomStringConvertible, Sendable {
    /// What went wrong.
    public let message: String

    /// What a person reads of it.
    public var description: String { message }
}
