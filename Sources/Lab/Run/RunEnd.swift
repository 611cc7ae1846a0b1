/// How a run came to its end.
public enum RunEnd: String, Sendable {
    /// Every planned job has an outcome.
    case finished
    /// The user asked to stop; the rest can be resumed.
    case interrupted
    /// The engine went away and did not come back; the rest can be resumed.
    case engineLost = "engine_lost"
}
