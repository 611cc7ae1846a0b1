import Model

/// Why something cannot be simulated.
public typealias SimulationError = CodedError<SimulationErrorCode>

/// Kinds of reasons why something cannot be simulated.
public enum SimulationErrorCode: String, Sendable {
    /// The service times, or how builds slow each other down, are no basis.
    case badService = "bad_service"
    /// The hours of the day have no usable weights.
    case badProfile = "bad_profile"
    /// The number of builds, workers or executors makes no sense, or is too large.
    case badFleet = "bad_fleet"
}
