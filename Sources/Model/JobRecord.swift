import Foundation

/// Everything measured of one job. All durations are in seconds.
package struct JobRecord: Codable, Sendable, Equatable {
    package var scenario: String
    /// The configuration's name, as `builder=buildkit`.
    package var configuration: String
    package var fixture: String
    package var revision: String
    package var changeClass: ChangeClass
    /// How much a job of its class counts when the trace is weighted back to its population; 1 when it is the population.
    package var weight: Double
    /// Which executor ran it, from 0.
    package var executor: Int
    /// Its place in the plan, from 0.
    package var position: Int
    /// The round of the interleaved order that it belongs to, from 0.
    package var round: Int
    /// Whether it only warms the worker, and so counts in no estimate.
    package var warmup: Bool
    package var cold: Bool
    package var outcome: Outcome
    /// Wall-clock time at which the job began.
    package var startedAt: Date
    /// Waiting between its intended start and its start.
    package var queued: Double
    /// From the job's start to the end of its cleanup, less the time in which its record was saved; nil until cleaned up.
    package var wall: Double?
    /// The phases that were entered, by their monotonic time.
    package var phases: [Phase: Double]
    /// How long the command ran inside the container, by the engine's start and finish times.
    package var command: Double?
    package var exitStatus: Int?
    /// Why it did not succeed: the first thing that went wrong.
    package var failure: Failure?
    /// Why its cleanup failed, whatever went wrong before; nil where it did not.
    package var cleanupFailure: Failure?
    /// Size of the build context that was sent, in bytes of tar.
    package var contextBytes: Int
    package var contextEntries: Int
    package var artifactBytes: Int
    /// The same command without an engine, when the plan pairs the two.
    package var direct: DirectRecord?
    package var own: OwnCost
    /// The build's steps, in the order of the Dockerfile.
    package var steps: [StepRecord]
    /// What probes of the isolation saw in it, where its fixture has any.
    package var probes: [ProbeRecord]

    /// Whether it was cancelled by a fault that was planted in it, and so has the outcome that its plan wants.
    package var isCancelledByPlan = false

    package init(
        scenario: String, configuration: String, fixture: String, revision: String, changeClass: ChangeClass,
        weight: Double = 1, executor: Int = 0, position: Int, round: Int = 0, warmup: Bool = false, cold: Bool = false,
        outcome: Outcome = .succeeded, startedAt: Date
    ) {
        (self.scenario, self.configuration, self.fixture) = (scenario, configuration, fixture)
        (self.revision, self.changeClass, self.weight) = (revision, changeClass, weight)
        (self.executor, self.position, self.round) = (executor, position, round)
        (self.warmup, self.cold) = (warmup, cold)
        (self.outcome, self.startedAt) = (outcome, startedAt)
        self.queued = 0
        self.wall = nil
        self.phases = [:]
        self.contextBytes = 0
        self.contextEntries = 0
        self.artifactBytes = 0
        self.own = OwnCost()
        self.steps = []
        self.probes = []
    }

    /// `wall − command`: what the job cost beyond its own command, in seconds; nil where either is unknown.
    package var overhead: Double? {
        guard let wall, let command else { return nil }
        return wall - command
    }
}

/// One part of the generalized CI job, in the order in which a job passes them.
package enum Phase: String, Codable, Sendable, CaseIterable {
    /// The fixture's tree at a revision becomes a build context.
    case context
    case build
    /// A container of the image runs its command: created, started, awaited.
    case run
    case artifacts
    /// Container and image are removed, as the cleanup policy says.
    case cleanup
}

/// How a job ended.
package enum Outcome: String, Codable, Sendable, CaseIterable {
    /// Every phase ended well and the command's exit status was 0.
    case succeeded
    /// The build phase failed: a step of the Dockerfile, the context, or the Dockerfile itself.
    case buildFailed = "build_failed"
    /// The image was built; its command ended with another status than 0, or could not be started.
    case commandFailed = "command_failed"
    /// The command ended with status 0; an artifact was missing, or could not be copied.
    case artifactFailed = "artifact_failed"
    case timedOut = "timed_out"
    /// The user asked Plimsoll to stop at once.
    case cancelled
    case engineLost = "engine_lost"
    /// The engine refused the job before it began (no space, no permission, a limit).
    case refused
}

/// Why a job did not succeed.
package struct Failure: Codable, Sendable, Equatable {
    /// The phase in which it failed; nil before the first.
    package var phase: Phase?
    /// What went wrong, in the engine's or the command's own words.
    package var message: String
    /// The last lines of the output of the step or command that failed.
    package var outputTail: [String]

    package init(phase: Phase?, message: String, outputTail: [String] = []) {
        (self.phase, self.message, self.outputTail) = (phase, message, outputTail)
    }
}

/// What Plimsoll itself cost a job.
package struct OwnCost: Codable, Sendable, Equatable {
    /// Processor time of Plimsoll's process during the job (user and system), in seconds; of jobs that run at the same
    /// time, what all of them cost meanwhile.
    package var processor: Double
    /// Wall time of the job in which no request to the engine was open, in seconds.
    package var outsideRequests: Double
    package var requests: Int

    package init(processor: Double = 0, outsideRequests: Double = 0, requests: Int = 0) {
        (self.processor, self.outsideRequests, self.requests) = (processor, outsideRequests, requests)
    }
}

/// What one probe of the isolation saw, beside what would be expected.
package struct ProbeRecord: Codable, Sendable, Equatable {
    package enum Place: String, Codable, Sendable, CaseIterable { case build, job }

    /// Its id in the catalogue, as `seccomp`.
    package var probe: String
    package var place: Place
    /// What it tries, in words.
    package var tries: String
    /// What passes, in words.
    package var expected: String
    /// Why that matters, in words.
    package var matters: String
    /// What it saw, in words.
    package var seen: String
    /// Whether that is what was expected; nil where it could not be tried.
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
    /// Which of the pair ran first.
    package enum Order: String, Codable, Sendable, CaseIterable { case before, after }

    package enum End: String, Codable, Sendable, CaseIterable {
        /// The command ended by itself with status 0.
        case succeeded
        case commandFailed = "command_failed"
        /// The workload's time limit passed; it was killed.
        case timedOut = "timed_out"
        /// The user asked to stop; it was killed.
        case cancelled
        case notStarted = "not_started"
    }

    /// Which of the pair ran first.
    package var order: Order
    package var end: End
    /// From starting the command to its end, in seconds, by a monotonic clock; nil where it was not started.
    package var seconds: Double?
    /// Its exit status; 128 and more: killed by that signal; nil where it did not end by itself.
    package var exitStatus: Int?
    /// Why it did not succeed, where its status does not say it.
    package var message: String?
    /// The last lines that it wrote, where it did not succeed.
    package var outputTail: [String] = []

    /// A run whose command ended by itself.
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
