import Model

/// Why a valid scenario does not expand to a plan.
public struct PlanInvalid: Error, Sendable, Hashable, CustomStringConvertible {
    /// Kinds of reasons.
    public enum Code: String, Sendable {
        /// The scenario has no profile of that name.
        case unknownProfile = "unknown_profile"
        /// A fixture came without its trace.
        case traceMissing = "trace_missing"
        /// A fixture's trace has fewer changes than the profile replays.
        case traceShort = "trace_short"
        /// There are too few recorded times for jobs to be spaced by.
        case arrivalsShort = "arrivals_short"
    }

    /// What names the reason to a program.
    public let code: Code
    /// What is wrong and what to do.
    public let message: String

    /// The message.
    public var description: String { message }

    static func unknownProfile(_ name: String, of scenario: Scenario) -> PlanInvalid {
        let names = scenario.profiles.map(\.name)
        return PlanInvalid(
            code: .unknownProfile,
            message:
                "scenario \(scenario.name) has no profile '\(name)'; \(NearestWord.advice(for: name, among: names))")
    }

    static func traceMissing(_ fixture: String) -> PlanInvalid {
        PlanInvalid(
            code: .traceMissing, message: "no trace of fixture \(fixture) was given; open the fixture and draw one")
    }

    static func traceShort(_ trace: Trace, wanted: Int, profile: String) -> PlanInvalid {
        PlanInvalid(
            code: .traceShort,
            message: """
                fixture \(trace.fixture) has \(max(0, trace.changes.count - 1)) changes after its start, profile \(profile) \
                replays \(wanted); widen its revisions, or lower the profile's changes
                """)
    }

    static func arrivalsShort(_ times: RecordedTimes?, wanted: Int) -> PlanInvalid {
        let found = times?.spacing.count ?? 0
        return PlanInvalid(
            code: .arrivalsShort,
            message: """
                \(wanted) jobs of a level cannot be spaced as recorded: there are \(found) times between two recorded moments (those of 8 h \
                or longer are left out), \(wanted - 1) are needed, and not all may be 0; widen the revisions or the file of times, or \
                lower the profile's jobs
                """)
    }
}
