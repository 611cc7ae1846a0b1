/// How a job is run, independent of the configuration.
package struct Workload: Codable, Sendable, Hashable {
    /// Which images of a fixture are kept after a job.
    package enum ImageRetention: String, Codable, Sendable, CaseIterable {
        /// The newest of each fixture and configuration is kept, so that the next job finds a warm cache.
        case latest
        /// Each job removes its own.
        case none
        case all
    }

    /// On which engines the ledger takes a sample after each job.
    package enum LedgerUse: String, Codable, Sendable, CaseIterable {
        /// On the embedded engine, where one call reports disk use.
        case embedded
        /// On any engine. If it shares its filesystem, that is walked between jobs, if it can be read.
        case always
        case never
    }

    package enum CommandUse: String, Codable, Sendable, CaseIterable {
        case fixture
        case nothing = "none"
    }

    /// When audits look for what jobs leave behind.
    package enum AuditMoment: String, Codable, Sendable, CaseIterable {
        /// Before the first job, after each, and at the end.
        case job
        /// Before the first job and at the end.
        case series
        case never
    }

    /// The time limit of a job, in seconds; after it the job is ended and counts as `timed_out`.
    package var timeout: Double
    /// Limits of the job's container, in bytes, cores and processes; nil: none.
    package var memory: Int?
    package var processors: Double?
    package var processes: Int?
    package var retention: ImageRetention
    // nil means `embedded`, `fixture` and `never`, so that a scenario without them keeps its identity.
    package var ledger: LedgerUse?
    package var command: CommandUse?
    package var audit: AuditMoment?
    /// The terms on which policies are compared; nil: the defaults, if the factor `policy` is varied.
    package var collection: CollectionTerms?
    /// The attestation that buildx adds to images; nil: none.
    package var provenance: Provenance?

    /// Defaults: ten minutes, no limits, the latest image, the usual ledger, the fixture's command, no audit and no
    /// provenance.
    package init(
        timeout: Double = 600, memory: Int? = nil, processors: Double? = nil, processes: Int? = nil,
        retention: ImageRetention = .latest, ledger: LedgerUse? = nil, command: CommandUse? = nil,
        collection: CollectionTerms? = nil, audit: AuditMoment? = nil, provenance: Provenance? = nil
    ) {
        (self.timeout, self.memory, self.processors) = (timeout, memory, processors)
        (self.processes, self.retention, self.ledger) = (processes, retention, ledger)
        (self.command, self.collection, self.audit) = (command, collection, audit)
        self.provenance = provenance
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

/// The terms on which collection policies are compared: the size of each policy's disk, and when a policy acts.
package struct CollectionTerms: Codable, Sendable, Hashable {
    /// The size of each policy's own disk, in bytes.
    package var disk: Int
    /// The mark above which the disk is too full, and the one down to which `lru` collects, as shares of it from 0 to 1. The high
    /// mark's default is that of integration-config's disk guard.
    package var high, low: Double
    /// The size to which `keep-storage` reduces BuildKit's cache, in bytes.
    package var keep: Int
    /// How many builds make a day of the simulated clock. Default: the busiest day in the history of scap while it had
    /// a `Dockerfile.ci`.
    package var buildsADay: Double

    package init(
        disk: Int = 3_000_000_000, high: Double = 0.85, low: Double = 0.7, keep: Int = 1_000_000_000,
        buildsADay: Double = 15
    ) {
        (self.disk, self.high, self.low, self.keep, self.buildsADay) = (disk, high, low, keep, buildsADay)
    }
}
