import Foundation

/// What the engine's disk held after a job. All sizes in bytes.
package struct DiskRecord: Codable, Sendable, Equatable {
    /// When the ledger was opened that the sample belongs to: only samples of one ledger are on one scale.
    package var openedAt: Date
    /// Wall-clock time at which the sample was complete.
    package var at: Date
    /// Layers of images, each once, as the engine counts them.
    package var images: Int
    /// What containers wrote into their own layers, as the engine counts it.
    package var containers: Int
    package var volumes: Int
    /// Build cache that no image shares, as the engine counts it.
    package var cache: Int
    /// Build cache that images share: part of `images`.
    package var sharedCache: Int
    /// What is used on disk; nil where that cannot be seen.
    package var filesystem: Int?
    /// Of that, what was there beyond the engine's own words when the ledger was opened.
    package var baseline: Int?
    /// The size of the engine's own filesystem; nil where it has none.
    package var filesystemSize: Int?
    /// How many inodes are in use; nil where that cannot be seen.
    package var inodes: Int?
    /// How `filesystem` was measured: `statfs`, `walk`, or `none`.
    package var source: String
    /// Whether nothing changed while the sample was taken.
    package var quiet: Bool
    /// How long taking it took, waiting included, in seconds.
    package var seconds: Double
    /// How much of that was waiting, in seconds.
    package var waited: Double

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

    /// What the disk holds beyond the engine's words and the baseline; nil where the disk cannot be seen.
    package var remainder: Int? {
        guard let filesystem, let baseline else { return nil }
        return filesystem - engine - baseline
    }
}

/// One part of what the engine's disk held beyond the engine's words, at the end of a series.
package struct RemainderRecord: Codable, Sendable, Equatable {
    /// What it is, as `block_rounding`.
    package var part: String
    /// How much it has grown by since the ledger was opened, in bytes on disk.
    package var bytes: Int
    /// Wall-clock time of the survey.
    package var at: Date
    /// The configuration whose own engine was surveyed; nil for the run's engine.
    package var configuration: String?

    package init(part: String, bytes: Int, at: Date, configuration: String? = nil) {
        (self.part, self.bytes, self.at, self.configuration) = (part, bytes, at, configuration)
    }
}

/// What one audit saw, and what it found left.
package struct AuditRecord: Codable, Sendable, Equatable {
    package enum Stage: String, Codable, Sendable, CaseIterable {
        /// Before the first job: what is there is no leak.
        case before
        case job, series
    }

    /// How well a kind was seen.
    package struct Kind: Codable, Sendable, Equatable {
        /// The kind, as `container`.
        package var name: String
        /// `seen`, `partly` or `hidden`: only of a kind that was seen may it be said that nothing is left.
        package var sight: String
        /// Why it was not seen whole; nil where it was.
        package var reason: String?
        /// How many there were, those that are meant to stay included.
        package var count: Int

        package init(name: String, sight: String, reason: String? = nil, count: Int) {
            (self.name, self.sight, self.reason, self.count) = (name, sight, reason, count)
        }
    }

    package var scenario: String
    package var stage: Stage
    /// Wall-clock time at which it was complete.
    package var at: Date
    /// How long the inventory took, in seconds.
    package var seconds: Double
    /// How long it was waited for what was being removed, in seconds; no part of `seconds`.
    package var waited: Double
    package var kinds: [Kind]
    package var leaks: [LeakRecord]
    /// Of what earlier audits told of, by kind and object: what is still there. Of the last audit only; nil for others.
    package var remaining: [LeakRecord]?

    package init(
        scenario: String, stage: Stage, at: Date, seconds: Double, waited: Double = 0, kinds: [Kind],
        leaks: [LeakRecord] = [], remaining: [LeakRecord]? = nil
    ) {
        (self.scenario, self.stage, self.at, self.seconds) = (scenario, stage, at, seconds)
        (self.waited, self.kinds, self.leaks, self.remaining) = (waited, kinds, leaks, remaining)
    }
}

/// Something that a job left.
package struct LeakRecord: Codable, Sendable, Hashable {
    /// By what the job is known.
    package enum Attribution: String, Codable, Sendable, CaseIterable {
        case audit, name
        /// The object was made while only it ran.
        case time
        case unknown
    }

    /// What sort of thing it is, as `container`.
    package var kind: String
    /// What people call it: a name, a path, a process's number and command, an id.
    package var object: String
    /// What it takes on disk; nil where it takes none, or nothing tells.
    package var bytes: Int?
    /// The job that left it, by its id in the results; nil where nothing tells.
    package var job: Int64?
    package var attribution: Attribution

    package init(
        kind: String, object: String, bytes: Int? = nil, job: Int64? = nil, attribution: Attribution = .unknown
    ) {
        (self.kind, self.object, self.bytes, self.job, self.attribution) = (kind, object, bytes, job, attribution)
    }
}
