import Foundation

/// All measurements of one job. All durations are in seconds.
package struct JobRecord: Codable, Sendable, Equatable {
    package var configuration: Configuration
    package var scenario, fixture, revision: String
    /// The name of the change that its revision is; nil: a commit, or a change without a name.
    package var change: String?
    package var changeClass: ChangeClass
    /// How much a job of its class counts when the trace is weighted back to its population; 1 if it is the population.
    package var weight: Double
    /// Which executor ran it, its position in the plan, and its round of the interleaved order, from 0.
    package var executor, position, round: Int
    /// Whether it only warms up the worker, and so counts in no estimate.
    package var warmup: Bool
    package var cold: Bool
    /// Which side of a round it is; nil: it is of no round.
    package var side: JobSide?
    package var outcome: Outcome
    package var startedAt: Date
    /// The wait between its intended start and its start.
    package var queued = 0.0
    /// From the job's start to the end of its cleanup, without the time to save its record; nil until cleaned up.
    package var wall: Double?
    /// The phases that were entered, with their monotonic durations.
    package var phases: [Phase: Double] = [:]
    /// How long the command ran inside the container.
    package var command: Double?
    /// How that was measured; nil in older records: by the engine's state.
    package var commandClock: CommandClock?
    package var exitStatus: Int?
    /// Why it did not succeed: the first error; and why its cleanup failed, whatever failed before.
    package var failure, cleanupFailure: Failure?
    /// Size of the build context as sent, in bytes of tar.
    package var contextBytes = 0
    package var contextEntries = 0
    package var artifactBytes = 0
    /// The same command without an engine, if the plan pairs the two.
    package var direct: DirectRecord?
    package var own = OwnCost()
    /// In the order of the Dockerfile.
    package var steps: [StepRecord] = []
    package var probes: [ProbeRecord] = []
    /// Whether it was cancelled by a planted fault, and so has the planned outcome.
    package var isCancelledByPlan = false

    package init(
        scenario: String, configuration: Configuration, fixture: String, revision: String, change: String? = nil,
        changeClass: ChangeClass,
        weight: Double = 1, executor: Int = 0, position: Int, round: Int = 0, warmup: Bool = false, cold: Bool = false,
        outcome: Outcome = .succeeded, startedAt: Date
    ) {
        (self.scenario, self.configuration, self.fixture) = (scenario, configuration, fixture)
        (self.revision, self.change, self.changeClass, self.weight) = (revision, change, changeClass, weight)
        (self.executor, self.position, self.round, self.warmup, self.cold) = (executor, position, round, warmup, cold)
        (self.outcome, self.startedAt) = (outcome, startedAt)
    }

    /// `wall − command`: the job's cost beyond its own command, in seconds; nil if either is unknown.
    package var overhead: Double? {
        guard let wall, let command else { return nil }
        return wall - command
    }
}

package enum Phase: String, Codable, Sendable, CaseIterable {
    /// The fixture's tree at a revision becomes a build context.
    case context
    case build
    /// A container of the image runs its command: created, started, awaited.
    case run
    case artifacts
    /// Container and image are removed, according to the cleanup policy.
    case cleanup
}

package enum Outcome: String, Codable, Sendable, CaseIterable {
    /// Every phase succeeded and the command's exit status was 0.
    case succeeded
    /// The build phase failed: a step of the Dockerfile, the context, or the Dockerfile itself.
    case buildFailed = "build_failed"
    /// The image was built, but its command ended with a non-zero status, or could not be started.
    case commandFailed = "command_failed"
    /// The command ended with status 0, but an artifact was missing, or could not be copied.
    case artifactFailed = "artifact_failed"
    case timedOut = "timed_out"
    /// The user asked Plimsoll to stop at once.
    case cancelled
    case engineLost = "engine_lost"
    /// The engine refused the job before it began (no space, no permission, a limit).
    case refused
}

package struct Failure: Codable, Sendable, Equatable {
    /// The phase that failed; nil before the first.
    package var phase: Phase?
    /// In the engine's or the command's own words.
    package var message: String
    package var outputTail: [String]

    package init(phase: Phase?, message: String, outputTail: [String] = []) {
        (self.phase, self.message, self.outputTail) = (phase, message, outputTail)
    }
}

package struct OwnCost: Codable, Sendable, Equatable {
    /// Processor time of Plimsoll's process during the job (user and system), in seconds. It includes the cost of
    /// concurrent jobs.
    package var processor: Double
    /// Wall time of the job without an open request to the engine, in seconds.
    package var outsideRequests: Double
    package var requests: Int

    package init(processor: Double = 0, outsideRequests: Double = 0, requests: Int = 0) {
        (self.processor, self.outsideRequests, self.requests) = (processor, outsideRequests, requests)
    }
}

package struct ProbeRecord: Codable, Sendable, Equatable {
    package enum Place: String, Codable, Sendable, CaseIterable { case build, job }

    /// Its id in the catalogue, e.g. `seccomp`.
    package var probe: String
    package var place: Place
    /// In words: what it tries, the result that passes, why that matters, and what it saw.
    package var tries, expected, matters, seen: String
    /// Whether that was expected; nil if it could not be tried.
    package var passed: Bool?

    package init(
        probe: String, place: Place, tries: String, expected: String, matters: String, seen: String, passed: Bool?
    ) {
        (self.probe, self.place, self.tries, self.expected) = (probe, place, tries, expected)
        (self.matters, self.seen, self.passed) = (matters, seen, passed)
    }
}

/// A run of a job's command without an engine, in the built image's unpacked tree.
package struct DirectRecord: Codable, Sendable, Equatable {
    package enum Order: String, Codable, Sendable, CaseIterable { case before, after }

    package enum End: String, Codable, Sendable, CaseIterable {
        case succeeded
        case commandFailed = "command_failed"
        /// The workload's time limit was reached; it was killed.
        case timedOut = "timed_out"
        /// The user asked to stop; it was killed.
        case cancelled
        case notStarted = "not_started"
    }

    package var order: Order
    package var end: End
    /// From the command's start to its end, in seconds, by a monotonic clock; nil if it was not started.
    package var seconds: Double?
    /// Its exit status; 128 or more: killed by that signal; nil if it did not end by itself.
    package var exitStatus: Int?
    /// Why it did not succeed, unless the status says it.
    package var message: String?
    package var outputTail: [String] = []

    package init(order: Order, seconds: Double, exitStatus: Int) {
        self.init(
            order: order, end: exitStatus == 0 ? .succeeded : .commandFailed, seconds: seconds, exitStatus: exitStatus)
    }

    package init(
        order: Order, end: End, seconds: Double? = nil, exitStatus: Int? = nil, message: String? = nil,
        outputTail: [String] = []
    ) {
        (self.order, self.end, self.seconds) = (order, end, seconds)
        (self.exitStatus, self.message, self.outputTail) = (exitStatus, message, outputTail)
    }
}
