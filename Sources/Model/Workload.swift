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

    /// Which command a job runs in the image that it built.
    public enum CommandUse: String, Codable, Sendable, CaseIterable {
        /// The fixture's, and then its artifacts are copied out.
        case fixture
        /// None: the job ends with the build.
        case nothing = "none"
    }

    /// When inventories are taken of what jobs may leave behind.
    public enum AuditMoment: String, Codable, Sendable, CaseIterable {
        /// Before the first job, after each, and at the end.
        case job
        /// Before the first job and at the end.
        case series
        /// Never.
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
    /// Which command a job runs; nil as `fixture`, so that a scenario that says neither keeps its identity.
    public var command: CommandUse?
    /// On what terms policies are compared; nil: the usual, where the factor `policy` is varied.
    public var collection: CollectionTerms?
    /// When audits are taken; nil as `never`, so that a scenario that says neither keeps its identity.
    public var audit: AuditMoment?

    /// The limits and retention of a job; without arguments ten minutes, no limit, the latest image, the usual ledger, the
    /// fixture's command and no audit.
    public init(
        timeout: Double = 600, memory: Int? = nil, processors: Double? = nil, processes: Int? = nil,
        retention: ImageRetention = .latest, ledger: LedgerUse? = nil, command: CommandUse? = nil,
        collection: CollectionTerms? = nil, audit: AuditMoment? = nil
    ) {
        self.timeout = timeout
        self.memory = memory
        self.processors = processors
        self.processes = processes
        self.retention = retention
        self.ledger = ledger
        self.command = command
        self.collection = collection
        self.audit = audit
    }

    /// Whether a job ends with the build.
    public var onlyBuilds: Bool { command == .nothing }

    /// Whether a ledger is kept of an engine.
    public func keepsLedger(ofEmbedded embedded: Bool) -> Bool {
        switch ledger ?? .embedded {
        case .embedded: embedded
        case .always: true
        case .never: false
        }
    }
}
