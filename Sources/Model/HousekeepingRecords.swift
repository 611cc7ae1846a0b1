import Foundation

/// The engine's disk use after a job. All sizes in bytes.
package struct DiskRecord: Codable, Sendable, Equatable {
    /// When the sample's ledger was opened: only samples of one ledger are comparable.
    package var openedAt: Date
    /// Wall-clock time at which the sample was complete.
    package var at: Date
    /// By the engine's count: image layers, each once; what containers wrote into their own layers; build cache that no image shares.
    package var images, containers, volumes, cache: Int
    /// Build cache that images share: part of `images`.
    package var sharedCache: Int
    /// Bytes used on disk; nil if they cannot be read.
    package var filesystem: Int?
    /// The part of `filesystem` beyond the engine's own figures when the ledger was opened.
    package var baseline: Int?
    /// The size of the engine's own filesystem; nil if it has none.
    package var filesystemSize: Int?
    package var inodes: Int?
    /// How `filesystem` was measured: `statfs`, `walk`, or `none`.
    package var source: String
    /// Whether nothing changed while the sample was taken.
    package var quiet: Bool
    /// How long taking the sample took, in seconds, and the part of it spent waiting.
    package var seconds, waited: Double

    package init(
        openedAt: Date, at: Date, images: Int, containers: Int, volumes: Int, cache: Int, sharedCache: Int,
        filesystem: Int? = nil, baseline: Int? = nil, filesystemSize: Int? = nil, inodes: Int? = nil, source: String,
        quiet: Bool, seconds: Double, waited: Double
    ) {
        (self.openedAt, self.at, self.images, self.containers) = (openedAt, at, images, containers)
        (self.volumes, self.cache, self.sharedCache, self.filesystem) = (volumes, cache, sharedCache, filesystem)
        (self.baseline, self.filesystemSize, self.inodes, self.source) = (baseline, filesystemSize, inodes, source)
        (self.quiet, self.seconds, self.waited) = (quiet, seconds, waited)
    }

    package var engine: Int { images + containers + volumes + cache }

    /// Unaccounted bytes: disk use beyond the engine's own figures and the baseline; nil if disk use is unknown.
    package var remainder: Int? {
        guard let filesystem, let baseline else { return nil }
        return filesystem - engine - baseline
    }
}

/// One part of the unaccounted bytes on the engine's disk, at the end of a series.
package struct RemainderRecord: Codable, Sendable, Equatable {
    /// E.g. `block_rounding`.
    package var part: String
    /// Growth since the ledger was opened, in bytes on disk.
    package var bytes: Int
    package var at: Date
    /// The configuration whose own engine was surveyed; nil: the run's engine.
    package var configuration: String?

    package init(part: String, bytes: Int, at: Date, configuration: String? = nil) {
        (self.part, self.bytes, self.at, self.configuration) = (part, bytes, at, configuration)
    }
}

/// What one audit saw, and which leaks it found.
package struct AuditRecord: Codable, Sendable, Equatable {
    package enum Stage: String, Codable, Sendable, CaseIterable {
        /// Before the first job: what exists then is no leak.
        case before
        case job, series
    }

    package struct Kind: Codable, Sendable, Equatable {
        package var name: String
        /// The visibility: `seen`, `partly` or `hidden`. Only a kind that was `seen` can be reported as free of leaks.
        package var sight: String
        package var reason: String?
        /// The number of objects, including those that are meant to stay.
        package var count: Int

        package init(name: String, sight: String, reason: String? = nil, count: Int) {
            (self.name, self.sight, self.reason, self.count) = (name, sight, reason, count)
        }
    }

    package var scenario: String
    package var stage: Stage
    package var at: Date
    /// Seconds that the inventory took, and those spent waiting for pending removals before it.
    package var seconds, waited: Double
    package var kinds: [Kind]
    package var leaks: [LeakRecord]
    /// Leaks reported by earlier audits that still exist, by kind and object. Only for the last audit; nil for others.
    package var remaining: [LeakRecord]?

    package init(
        scenario: String, stage: Stage, at: Date, seconds: Double, waited: Double = 0, kinds: [Kind],
        leaks: [LeakRecord] = [], remaining: [LeakRecord]? = nil
    ) {
        (self.scenario, self.stage, self.at, self.seconds) = (scenario, stage, at, seconds)
        (self.waited, self.kinds, self.leaks, self.remaining) = (waited, kinds, leaks, remaining)
    }
}

package struct LeakRecord: Codable, Sendable, Hashable {
    package enum Attribution: String, Codable, Sendable, CaseIterable {
        case audit, name
        /// The object was created while only this job ran.
        case time
        case unknown
    }

    package var kind: String
    /// A readable name: a name, a path, a process's number and command, an id.
    package var object: String
    /// Its size on disk, in bytes; nil if it takes none, or is unknown.
    package var bytes: Int?
    /// The job that left it, by its id in the results; nil if unknown.
    package var job: Int64?
    package var attribution: Attribution

    package init(
        kind: String, object: String, bytes: Int? = nil, job: Int64? = nil, attribution: Attribution = .unknown
    ) {
        (self.kind, self.object, self.bytes, self.job, self.attribution) = (kind, object, bytes, job, attribution)
    }
}
