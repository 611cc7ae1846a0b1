/// Why something cannot be simulated.
public struct SimulationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is: stable, for programs.
    public enum Code: String, Sendable {
        /// The service times, or how builds slow each other down, are no basis.
        case badService = "bad_service"
        /// The hours of the day have no usable weights.
        case badProfile = "bad_profile"
        /// The number of builds, workers or executors makes no sense, or is too large.
        case badFleet = "bad_fleet"
    }

    /// What kind of failure it is.
    public var code: Code
    /// What is wrong and what was expected.
    public var message: String

    /// An error of a kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
