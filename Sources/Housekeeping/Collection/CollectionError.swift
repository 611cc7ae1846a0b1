/// Why a collection could not be planned or carried out.
public struct CollectionError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// The marks make no sense.
        case marks
        /// Marks in percent, and a filesystem that cannot be seen.
        case diskUnknown = "disk_unknown"
        /// The engine did not say what it has in the time for which builds may be kept waiting.
        case tooSlow = "too_slow"
        /// The notes of earlier collections on when images were used cannot be read, or cannot be written.
        case sightings
    }

    /// What went wrong, for programs.
    public let code: Code
    /// What went wrong and what to do about it, for people.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
