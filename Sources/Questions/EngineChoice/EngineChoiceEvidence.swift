import Model
import Store

/// What a run says of `engine-choice`: evidence, and no answer. Durations are in seconds.
struct EngineChoiceEvidence: Sendable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// Each engine with each builder: Docker before Podman, older versions first.
    var choices: [EngineBuilder]
    var engines: [EngineFacts]
    /// How many things were left by a job that is not known.
    var strayLeaks: Int
    var warnings: [Warning]

    /// The one with the lowest median overhead; nil where fewer than two have one.
    var lowest: EngineBuilder? {
        let known = choices.compactMap { choice in choice.overhead.map { (choice: choice, seconds: $0.value) } }
        guard known.count > 1 else { return nil }
        return known.min { ($0.seconds, $0.choice.configuration.name) < ($1.seconds, $1.choice.configuration.name) }?
            .choice
    }
}

/// One engine with one builder. Jobs of a source change are the warm ones of real fixtures.
struct EngineBuilder: Sendable {
    /// How its overhead stands to the lowest.
    enum Standing: Sendable {
        case lowest
        /// The interval of the paired differences lies above 0.
        case higher
        /// It does not: these jobs do not tell the two apart.
        case notDistinguishable
        /// The pairs are too few for an interval.
        case tooFew
    }

    var configuration: Configuration
    /// The median of a job of a source change.
    var overhead: Estimate?
    /// The single jobs, for drawing.
    var points: [Double]
    /// The medians of its parts; nil where there is no such job.
    var parts: WallParts?
    /// By how much it is higher than the lowest's, over pairs of jobs of the same change; nil for the lowest, and without pairs.
    var difference: PairedDifference?
    var pairs = 0
    /// Nil where there is nothing to compare.
    var standing: Standing?
    /// The median of the no-op job.
    var floor: Estimate?
    /// The steps of jobs of a source change that can come from the cache, and those that did.
    var cacheableSteps, cachedSteps: Int
    /// What a job of a source change adds to the disk; nil where that was not seen.
    var disk: EngineDisk?
    /// Jobs after which there was an audit, and how many things they left, by kind.
    var audited: Int
    var leaks: [String: Int]
    /// The kinds that some of these audits did not see whole.
    var unseen: [String]
    /// All jobs, warm-ups included, and those that did not succeed.
    var jobs, failures: Int

    /// The engine; never nil in a run that varies it.
    var engine: EngineSource { configuration.engine ?? .host }
}

/// What jobs add to an engine's disk, on the mean. In bytes.
struct EngineDisk: Sendable {
    /// By the filesystem (`statfs`).
    var growth: GrowthEstimate
    /// By the engine's own account.
    var reported: Double

    /// What the engine's account does not name.
    var remainder: Double { growth.mean - reported }
    /// The share that it names; nil where the disk did not grow.
    var share: Double? { growth.mean > 0 ? reported / growth.mean : nil }
}

/// An engine, whatever its builder.
struct EngineFacts: Sendable {
    var source: EngineSource
    var version: String?
    /// As `overlay2`.
    var driver: String?
    var apiVersion: String?
    /// How many jobs' commands were timed by each clock.
    var clocks: [CommandClock: Int]
    /// What its disk held after its last job beyond what it held at the beginning; nil where that was not seen.
    var level: EngineLevel?
}

/// What an engine's disk holds beyond an empty engine. In bytes.
struct EngineLevel: Sendable {
    /// By the engine's own account, and what the filesystem has beyond it.
    var reported, remainder: Double

    var used: Double { reported + remainder }
}
