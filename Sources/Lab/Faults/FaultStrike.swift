import Model

/// When in a job a fault is planted: drawn by seed, the same for the same job of the same plan.
struct FaultMoment: Sendable, Equatable {
    /// The phase from whose beginning the delay counts.
    let phase: Phase
    /// Time after the phase's beginning, in seconds.
    let delay: Double
    let targets: [Phase]

    /// The longest delay, in seconds. The fixture's build sleeps for longer, and so does its command.
    static let longest = 1.2
    /// Phases that take so few milliseconds that a longer delay would never hit them.
    private static let brief: [Phase: Double] = [.context: 0.01, .artifacts: 0.01]
    /// All phases but the cleanup, which runs to its end when a job is stopped.
    private static let stoppable: [Phase] = [.context, .build, .run, .artifacts]

    init(_ fault: Fault, of job: PlannedJob, seed: UInt64) {
        var generator = SeededGenerator(seed: seed, purpose: "fault \(fault.rawValue) of job \(job.position)")
        if fault == .cancelAnywhere {
            phase = Self.stoppable[Int.random(in: Self.stoppable.indices, using: &generator)]
            delay = Double.random(in: 0...(Self.brief[phase] ?? Self.longest), using: &generator)
            targets = Self.stoppable
        } else {
            phase = fault == .cancel ? .run : .build
            delay = Double.random(in: 0.05...Self.longest, using: &generator)
            targets = [phase]
        }
    }

    func strike(in phase: Phase?) -> FaultStrike {
        FaultStrike(targets: targets, delay: delay, phase: phase, isPlanted: true)
    }
}

/// The outcome of a fault that was to be planted in a job. The job's own record shows whether it came in time.
struct FaultStrike: Sendable, Equatable {
    /// The phases in which it counts as striking its target; empty: it is planted before the job begins.
    var targets: [Phase] = []
    /// Time after the beginning of its phase when it was planted, in seconds; nil: not planted, or before the job.
    var delay: Double?
    var phase: Phase?
    var isPlanted: Bool

    /// It was not planted: its target phase was over, or something prevented it.
    static let notPlanted = FaultStrike(isPlanted: false)

    func struck(_ fault: Fault, _ record: JobRecord) -> Bool {
        guard isPlanted else { return false }
        let failedInTarget = targets.contains { $0 == record.failure?.phase }
        return switch fault {
        case .cancel, .cancelAnywhere, .clientGone: record.outcome == .cancelled && failedInTarget
        // The build may have ended between the last look at the phase and the kill.
        case .engineKill: record.outcome != .succeeded && failedInTarget
        // An engine that shuts down in order may finish a build first.
        case .engineRestart: targets.contains { $0 == phase }
        case .diskFull, .registryLost, .registryFull: record.outcome != .succeeded
        case .nothing, .failingBuild, .failingCommand, .timeout, .orphans, .undeletableFiles: false
        }
    }

    func points(_ fault: Fault, _ record: JobRecord) -> [JobPoint] {
        guard fault != .nothing else { return [] }
        var points: [JobPoint] = []
        // A fault that was not planted is not the reason for a job's failure.
        if record.outcome != .succeeded, isPlanted || fault.isOfFixture {
            points.append(FaultPoint.notSucceeded.point(1))
        }
        if let delay { points.append(FaultPoint.delaySeconds.point(delay)) }
        if fault.isPlanted { points.append(FaultPoint.struck.point(struck(fault, record) ? 1 : 0)) }
        return points
    }
}
