import Model

/// One job, as what it left is judged by.
struct CleanupJob: Sendable {
    /// Its id in the database.
    var id: Int64
    /// What was measured of it.
    var job: Observation
    /// The phase that it was in when it was ended; nil where it succeeded, or was not begun.
    var endedIn: Phase?
    /// Whether its fault came too late, or could not be planted.
    var missed = false
    /// Whether its cleanup failed, whatever happened to it before.
    var cleanupFailed = false
}
