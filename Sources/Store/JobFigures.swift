/// The bare figures of a job, for what looks at a million of them: no texts, nothing on the heap.
public struct JobFigures: Sendable {
    /// The job's id in this database.
    public var job: Int64
    /// Which of the run's groups it belongs to, from 0 in the order in which they come first.
    public var group: Int
    /// Whether it only warmed the worker.
    public var warmup: Bool
    /// Whether it succeeded.
    public var succeeded: Bool
    /// Wait before its start, in seconds.
    public var queued: Double
    /// From its start to the end of its cleanup, in seconds; nil where it was not cleaned up.
    public var wall: Double?
    /// Its phases, in seconds; nil where one was not entered.
    public var context, build, run, artifacts, cleanup: Double?
    /// Its own command, in seconds.
    public var command: Double?
    /// Plimsoll's processor time, and its time outside requests, in seconds.
    public var ownProcessor, ownWall: Double
    /// Requests made to the engine.
    public var requests: Double
    /// The build context and the artifacts, in bytes.
    public var contextBytes, artifactBytes: Double
    /// Steps that could come from the cache; nil where it has none.
    public var cacheable: Double?
    /// Those of them that did.
    public var cached: Double?
    /// Which account of the disk its sample belongs to; nil where it has none.
    public var ledger: Int64?
    /// What the engine said that it holds after the job, in bytes.
    public var engineBytes: Double?
    /// What the filesystem held beyond that, in bytes; nil where it cannot be seen.
    public var remainderBytes: Double?

    /// `wall − command`, in seconds; nil where either is unknown.
    public var overhead: Double? {
        guard let wall, let command else { return nil }
        return wall - command
    }
}
