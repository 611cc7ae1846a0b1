/// How a job is run, whatever the configuration.
public struct Workload: Codable, Sendable, Hashable {
    /// Which images of a fixture stay after a job.
    public enum ImageRetention: String, Codable, Sendable, CaseIterable {
        /// The newest of each fixture and configuration stays, so that the next job finds a warm cache.
        case latest
        /// None stays: each job removes its own.
        case none
        /// All stay.
        case all
    }

    /// On which engines the ledger has a sample after each job.
    public enum LedgerUse: String, Codable, Sendable, CaseIterable {
        /// On the embedded engine, where one call tells what the disk holds.
        case embedded
        /// On any: one that shares its filesystem is walked between jobs, where it can be read.
        case always
        /// On none.
        case never
    }

    /// After how many seconds a job is ended and counts as `timed_out`.
    public var timeout: Double
    /// Memory limit of the job's container, in bytes; nil: none.
    public var memory: Int?
    /// Processor limit of the job's container, in cores; nil: none.
    public var processors: Double?
    /// Limit of processes in the job's container; nil: none.
    public var processes: Int?
    /// Which images stay after a job.
    public var retention: ImageRetention
    /// On which engines a ledger is kept; nil as `embedded`, so that a scenario that says neither keeps its identity.
    public var ledger: LedgerUse?

    /// The limits and retention of a job; without arguments ten minutes, no limit, the latest image, the usual ledger.
    public init(
        timeout: Double = 600, memory: Int? = nil, processors: Double? = nil, processes: Int? = nil,
        retention: ImageRetention = .latest, ledger: LedgerUse? = nil
    ) {
        self.timeout = timeout
        self.memory = memory
        self.processors = processors
        self.processes = processes
        self.retention = retention
        self.ledger = ledger
    }

    /// Whether a ledger is kept of an engine.
    public func keepsLedger(ofEmbedded embedded: Bool) -> Bool {
        switch ledger ?? .embedded {
        case .embedded: embedded
        case .always: true
        case .never: false
        }
    }
}
