import Records
import Scenarios

/// When in a job a fault is planted: drawn by seed, the same for the same job of the same plan.
struct FaultMoment: Sendable, Equatable {
    /// The phase that it is planted in.
    let phase: Phase
    /// How long after the phase's beginning, in seconds.
    let delay: Double

    /// The fixture's build sleeps for longer than the longest delay, and so does its command.
    static let longest = 1.2

    init(_ fault: Fault, of job: PlannedJob, seed: UInt64) {
        phase = fault == .cancel ? .run : .build
        var generator = SeededGenerator(seed: seed, purpose: "fault \(fault.rawValue) of job \(job.position)")
        delay = Double.random(in: 0.05...Self.longest, using: &generator)
    }
}
