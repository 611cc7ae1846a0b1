/// What one probe of the isolation saw, beside what would be expected.
public struct ProbeRecord: Codable, Sendable, Equatable {
    /// From where a probe tries.
    public enum Place: String, Codable, Sendable, CaseIterable {
        /// Inside a build's step.
        case build
        /// Inside the job's command.
        case job
    }

    /// Its id in the catalogue, as `seccomp`.
    public var probe: String
    /// From where it tried.
    public var place: Place
    /// What it tries, in words.
    public var tries: String
    /// What passes, in words.
    public var expected: String
    /// Why that matters, in words.
    public var matters: String
    /// What it saw, in words.
    public var seen: String
    /// Whether that is what was expected; nil where it could not be tried.
    public var passed: Bool?

    /// A value of these parts.
    public init(
        probe: String, place: Place, tries: String, expected: String, matters: String, seen: String, passed: Bool?
    ) {
        self.probe = probe
        self.place = place
        self.tries = tries
        self.expected = expected
        self.matters = matters
        self.seen = seen
        self.passed = passed
    }
}
