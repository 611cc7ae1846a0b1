/// Why a job did not succeed.
public struct Failure: Codable, Sendable, Equatable {
    /// The phase in which it failed; nil before the first.
    public var phase: Phase?
    /// What went wrong, in the engine's or the command's own words.
    public var message: String
    /// The last lines of the output of the step or command that failed.
    public var outputTail: [String]

    /// A value of these parts.
    public init(phase: Phase?, message: String, outputTail: [String] = []) {
        self.phase = phase
        self.message = message
        self.outputTail = outputTail
    }
}
