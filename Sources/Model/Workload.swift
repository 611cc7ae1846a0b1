/// How a job is run, whatever the configuration.
package struct Workload: Codable, Sendable, Hashable {
    /// Which images of a fixture stay after a job.
    package enum ImageRetention: String, Codable, Sendable, CaseIterable {
        /// The newest of each fixture and configuration stays, so that the next job finds a warm cache.
        case latest
        /// None stays: each job removes its own.
        case none
        case all
    }

    /// On which engines the ledger has a sample after each job.
    package enum LedgerUse: String, Codable, Sendable, CaseIterable {
        /// On the embedded engine, where one call tells what the disk holds.
        case embedded
        /// On any: one that shares its filesystem is walked between jobs, where it can be read.
        case always
        case never
    }

    /// Which command a job runs in the image that it built.
    package enum CommandUse: String, Codable, Sendable, CaseIterable {
        case fixture
        /// None: the job ends with the build.
        case nothing = "none"
    }

    /// When inventories are taken of what jobs may leave behind.
    package enum AuditMoment: String, Codable, Sendable, CaseIterable {
        /// Before the first job, after each, and at the end.
        case job
        /// Before the first job and at the end.
        case series
        case never
    }

    /// After how many seconds a job is ended and counts as `timed_out`.
    package var timeout: Double
    /// Memory limit of the job's container, in bytes; nil: none.
    package var memory: Int?
    /// Processor limit of the job's container, in cores; nil: none.
    package var processors: Double?
    /// Limit of processes in the job's container; nil: none.
    package var processes: Int?
    /// Which images stay after a job.
    package var retention: ImageRetention
    /// On which engines a ledger is kept; nil as `embedded`, so that a scenario that says neither keeps its identity.
    package var ledger: LedgerUse?
    /// Which command a job runs; nil as `fixture`, so that a scenario that says neither keeps its identity.
    package var command: CommandUse?
    /// On what terms policies are compared; nil: the usual, where the factor `policy` is varied.
    package var collection: CollectionTerms?
    /// When audits are taken; nil as `never`, so that a scenario that says neither keeps its identity.
    package var audit: AuditMoment?

    /// The limits and retention of a job; without arguments ten minutes, no limit, the latest image, the usual ledger,
    /// the fixture's command and no audit.
    package init(
        timeout: Double = 600, memory: Int? = nil, processors: Double? = nil, processes: Int? = nil,
        retention: ImageRetention = .latest, ledger: LedgerUse? = nil, command: CommandUse? = nil,
        collection: CollectionTerms? = nil, audit: AuditMoment? = nil
    ) {
        (self.timeout, self.memory, self.processors) = (timeout, memory, processors)
        (self.processes, self.retention, self.ledger) = (processes, retention, ledger)
        (self.command, self.collection, self.audit) = (command, collection, audit)
    }

    package var onlyBuilds: Bool { command == .nothing }

    package func keepsLedger(ofEmbedded embedded: Bool) -> Bool {
        switch ledger ?? .embedded {
        case .embedded: embedded
        case .always: true
        case .never: false
        }
    }
}

/// On what terms collection policies are compared: how large each policy's disk is, and when a policy has something to do.
package struct CollectionTerms: Codable, Sendable, Hashable {
    /// The size of each policy's own disk, in bytes.
    package var disk = 3_000_000_000
    /// The mark above which the disk is too full, as a share of it from 0 to 1; by itself that of integration-config's disk guard.
    package var high = 0.85
    /// The mark down to which `lru` collects, as a share of the disk from 0 to 1.
    package var low = 0.7
    /// To how many bytes `keep-storage` cuts BuildKit's cache.
    package var keep = 1_000_000_000
    /// By itself the busiest day in the history of scap while it had a `Dockerfile.ci`.
    package var buildsADay = 15.0

    package init(
        disk: Int = 3_000_000_000, high: Double = 0.85, low: Double = 0.7, keep: Int = 1_000_000_000,
        buildsADay: Double = 15
    ) {
        (self.disk, self.high, self.low, self.keep, self.buildsADay) = (disk, high, low, keep, buildsADay)
    }
}
