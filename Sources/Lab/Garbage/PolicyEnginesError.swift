/// Why policies cannot be compared.
public struct PolicyEnginesError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Sendable {
        /// The run is on an engine that is not Plimsoll's own.
        case engineNotEmbedded = "engine_not_embedded"
        /// An engine shares the host's disk, or its disk cannot be seen.
        case noDiskOfItsOwn = "no_disk_of_its_own"
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
