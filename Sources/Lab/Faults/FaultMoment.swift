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
