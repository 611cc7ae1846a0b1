/// A scenario with everything resolved: the exact ordered list of jobs.
package struct Plan: Codable, Sendable, Hashable {
    package var scenario: String
    /// SHA-256 of the scenario with its profile resolved: its identity across runs.
    package var scenarioHash: String
    package var questions: [String]
    /// `quick` or `full`.
    package var profile: String
    package var seed: UInt64
    package var fixtures: [FixtureSource]
    package var workload: Workload
    /// What builds by buildx may mount; nil: nothing.
    package var secrets: [BuildSecret]?
    package var jobs: [PlannedJob]
}

package struct PlannedJob: Codable, Sendable, Hashable {
    /// Position in the plan, and round of the interleaved order, from 0.
    package var position, round: Int
    package var fixture: String
    package var change: Change
    package var configuration: Configuration
    package var warmup, cold: Bool
    /// Whether the same command is also run without an engine, and in which order.
    package var direct: DirectRecord.Order?
    /// Which side of a round it is; nil: it is of no round.
    package var side: JobSide?
    /// How much it counts when the trace is weighted back to its population; 0: not part of the trace.
    package var weight: Double
    /// Its arrival at its level, in mean times between arrivals since the level began; nil in a closed level.
    package var arrival: Double?

    package init(
        position: Int, round: Int, fixture: String, change: Change, configuration: Configuration, warmup: Bool = false,
        cold: Bool = false, direct: DirectRecord.Order? = nil, side: JobSide? = nil, weight: Double = 1,
        arrival: Double? = nil
    ) {
        (self.arrival, self.position, self.round, self.fixture) = (arrival, position, round, fixture)
        self.side = side
        (self.change, self.configuration, self.warmup) = (change, configuration, warmup)
        (self.cold, self.direct, self.weight) = (cold, direct, weight)
    }

    package enum Purpose: String, Codable, Sendable, CaseIterable {
        case warmup
        /// It replays a change of the trace: its weight is above 0.
        case trace
        case pair, cold
        /// It builds the last change again on updated base images.
        case update
        /// It builds the baseline's last revision or today's, in turn with the other.
        case round
    }

    /// Why the job is in its plan. All except those of the trace have weight 0, outside the trace's estimate.
    package var purpose: Purpose {
        if warmup { return .warmup }
        if side != nil { return .round }
        if cold { return .cold }
        if direct != nil { return .pair }
        return change.update == nil ? .trace : .update
    }
}

/// The two states of a repository that the rounds of a run hold against each other.
package enum JobSide: String, Codable, Sendable, CaseIterable {
    /// The last revision that the baseline replayed, with the baseline's Dockerfile and command.
    case reference
    /// The last revision that this run replays.
    case candidate
}

/// Why a valid scenario does not expand to a plan.
package typealias PlanInvalid = CodedError<PlanProblem>

package enum PlanProblem: String, Sendable, UsageCode {
    case unknownProfile = "unknown_profile", traceMissing = "trace_missing"
    /// A fixture's trace has fewer changes than the profile replays.
    case traceShort = "trace_short"
    /// There are too few recorded times for spacing jobs.
    case arrivalsShort = "arrivals_short"
}

extension PlanInvalid {
    static func unknownProfile(_ name: String, of scenario: Scenario) -> PlanInvalid {
        let advice = NearestWord.advice(for: name, among: scenario.profiles.map(\.name))
        return PlanInvalid(.unknownProfile, "scenario \(scenario.name) has no profile '\(name)'; \(advice)")
    }

    static func traceMissing(_ fixture: String) -> PlanInvalid {
        PlanInvalid(.traceMissing, "no trace of fixture \(fixture) was given; open the fixture and draw one")
    }

    static func traceShort(_ trace: Trace, wanted: Int, profile: String) -> PlanInvalid {
        PlanInvalid(
            .traceShort,
            "fixture \(trace.fixture) has \(max(0, trace.changes.count - 1)) changes after its start, profile \(profile) "
                + "replays \(wanted); widen its revisions, or lower the profile's changes")
    }

    static func arrivalsShort(_ times: RecordedTimes?, wanted: Int) -> PlanInvalid {
        PlanInvalid(
            .arrivalsShort,
            "\(wanted) jobs of a level cannot be spaced as recorded: there are \(times?.spacing.count ?? 0) times between two "
                + "recorded moments (those of 8 h or longer are left out), \(wanted - 1) are needed, and not all may be 0. Widen "
                + "the revisions or the file of times, or lower the profile's jobs")
    }
}
