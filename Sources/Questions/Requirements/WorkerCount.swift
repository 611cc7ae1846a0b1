import Model

/// What packages one worker has, computed from the package manager's own data.
struct WorkerCount: Sendable, Equatable {
    /// What the worker is for.
    var worker: WorkerPoint.Worker
    /// How many Debian packages it has.
    var packages: Double
    /// Their installed sizes together, in bytes.
    var bytes: Double
}
