import Records

/// What packages one worker has, computed from the package manager's own data.
public struct WorkerCount: Sendable, Equatable {
    /// What the worker is for.
    public var worker: WorkerPoint.Worker
    /// How many Debian packages it has.
    public var packages: Double
    /// Their installed sizes together, in bytes.
    public var bytes: Double

    /// A count that was computed elsewhere.
    public init(worker: WorkerPoint.Worker, packages: Double, bytes: Double) {
        self.worker = worker
        self.packages = packages
        self.bytes = bytes
    }
}
