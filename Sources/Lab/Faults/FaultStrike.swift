import Model

/// When in a job a fault is planted: drawn by seed, the same for the same job of the same plan.
struct FaultMoment: Sendable, Equatable {
    /// The phase from whose beginning on it is waited.
    let phase: Phase
    /// How long after the phase's beginning, in seconds.
    let delay: Double
    /// The phases in which it strikes where it is meant to.
    let targets: [Phase]

    /// The fixture's build sleeps for longer than the longest delay, and so does its command.
    static let longest = 1.2

    /// Phases of so few milliseconds that a longer delay would never meet them.
    private static let brief: [Phase: Double] = [.context: 0.01, .artifacts: 0.01]

    /// All phases but the cleanup, which goes on to its end when a job is stopped.
    private static let stoppable: [Phase] = [.context, .build, .run, .artifacts]

    init(_ fault: Fault, of job: PlannedJob, seed: UInt64) {
        var generator = SeededGenerator(seed: seed, purpose: "fault \(fault.rawValue) of job \(job.position)")
        switch fault {
        case .cancelAnywhere:
            phase = Self.stoppable[Int.random(in: Self.stoppable.indices, using: &generator)]
            delay = Double.random(in: 0...(Self.brief[phase] ?? Self.longest), using: &generator)
            targets = Self.stoppable
        default:
            phase = fault == .cancel ? .run : .build
            delay = Double.random(in: 0.05...Self.longest, using: &generator)
            targets = [phase]
        }
    }
}

/// What became of a fault that was to be planted in a job: whether it came in time is told by the job's own record.
struct FaultStrike: Sendable, Equatable {
    /// The phases in which it strikes where it is meant to; empty: it is planted before the job begins.
    var targets: [Phase] = []
    /// How long after the beginning of its phase it was planted, in seconds; nil: it was not planted, or before the job.
    var delay: Double?
    /// The phase that the job was in when it was planted; nil: in none.
    var phase: Phase?
    /// Whether it was planted at all.
    var isPlanted: Bool

    /// It was not planted: the phase that it was meant for was over, or something stood in its way.
    static let notPlanted = FaultStrike(isPlanted: false)

    /// Whether it struck where it was meant to, as the job's end shows it.
    func struck(_ fault: Fault, _ record: JobRecord) -> Bool {
        guard isPlanted else { return false }
        switch fault {
        case .cancel, .cancelAnywhere, .clientGone:
            return record.outcome == .cancelled && targets.contains { $0 == record.failure?.phase }
        case .engineKill:
            // The build may have ended between the last look at the phase and the kill.
            return record.outcome != .succeeded && targets.contains { $0 == record.failure?.phase }
        case .engineRestart:
            // An engine that ends in order may bring a build to its end first.
            return targets.contains { $0 == phase }
        case .diskFull:
            return record.outcome != .succeeded
        case .nothing, .failingBuild, .failingCommand, .timeout, .orphans, .undeletableFiles:
            return false
        }
    }

    /// The figures of a job that ended.
    func points(_ fault: Fault, _ record: JobRecord) -> [JobPoint] {
        guard fault != .nothing else { return [] }
        var points: [JobPoint] = []
        // What was not planted is not why a job did not succeed.
        if record.outcome != .succeeded, isPlanted || fault.isOfFixture {
            points.append(FaultPoint.notSucceeded.point(1))
        }
        if let delay { points.append(FaultPoint.delaySeconds.point(delay)) }
        if fault.isPlanted { points.append(FaultPoint.struck.point(struck(fault, record) ? 1 : 0)) }
        return points
    }
}
