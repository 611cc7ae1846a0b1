/// How the time of a job's command was measured. Times by different clocks are not compared with each other.
package enum CommandClock: String, Codable, Sendable, CaseIterable {
    /// From the engine's `start` event of the container to `FinishedAt` of its state.
    case startEvent = "start_event"
    /// From `StartedAt` to `FinishedAt` of the container's state, as all records before schema 11. Docker 28 takes
    /// `StartedAt` before it starts the container, so that the time is 0.1 to 0.3 s too long there.
    case engineState = "engine_state"
}

extension Metric {
    /// Whether its values depend on the clock of the command.
    package var isByCommandClock: Bool { id == "command_s" || id == "overhead_s" }
}
