import Engine
import Model

/// Measures the time of a job's command by the engine's start event, where that is the true one. An event that does not
/// arrive leaves the time by the engine's own start time.
struct CommandClockStage: JobStage {
    init?(_ job: StagedJob, _ run: JobSurroundings) {}

    func complete(_ work: inout JobWork, of job: StagedJob) async {
        guard let command = work.command, let starts = job.starts,
            let started = await starts.started(command.container)
        else { return }
        work.command?.measure(from: started, by: .startEvent)
    }
}

/// The command of a job's container, after its end.
struct EndedCommand: Sendable {
    /// The container's id.
    let container: String
    let finishedAt: EngineInstant
    let exitStatus: Int
    /// How long it ran, in seconds.
    private(set) var seconds = 0.0
    private(set) var clock = CommandClock.engineState

    /// By the engine's own start and finish times; nil if it gives none.
    init?(_ container: ContainerInspection) {
        guard let started = container.state.startedAt, let finished = container.state.finishedAt else { return nil }
        (self.container, finishedAt, exitStatus) = (container.id, finished, container.state.exitCode)
        measure(from: started, by: .engineState)
    }

    /// Engines read the clock for the start and for the end in different places: for a command that does nothing, the
    /// end may be before the start.
    mutating func measure(from started: EngineInstant, by clock: CommandClock) {
        (seconds, self.clock) = (max(0, finishedAt.seconds(since: started)), clock)
    }
}
