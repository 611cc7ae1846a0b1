import Model
import Store

/// What a run says of `central-cache`.
struct CentralCacheEvidence: Sendable, Equatable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// Each builder over all real fixtures, by name.
    var builders: [BuilderComparison]
    /// Each fixture with each builder and cache.
    var series: [CacheSeriesFindings]
    /// By fixture and builder.
    var pushes: [PushFindings]
    /// Nil where nothing was pushed.
    var registry: RegistryFindings?
    /// In the order of the actions.
    var setUp: [SetUpCount]
    var warnings: [Warning]
}

/// What a job's build found of earlier builds: the values of the factor `cache`.
enum CacheKind: String, Sendable, CaseIterable {
    /// A cold engine.
    case nothing = "none"
    /// A cold engine, and what another one pushed to the registry.
    case registry
    /// A warm engine.
    case local
}

/// One builder over all real fixtures: what the rule judges.
struct BuilderComparison: Sendable, Equatable {
    /// The configuration's name without the factor `cache`.
    var configuration: String
    /// Median wall time of a job by cache, in seconds, weighted to the trace's real proportions.
    var warm, registry, cold: Double?
    /// The median job with the registry's cache, and without any, over the warm engine's; the count is of pairs.
    var ratio, coldRatio: Estimate?
    /// The hits with the registry's cache over the warm engine's, on the same changes.
    var hits: Estimate?

    /// What the rule says of this builder alone.
    var answer: Verdict.Answer { CentralCacheRule.judge(ratio: ratio, hits: hits).answer }
    /// How many more changes would decide it, where it is undecided and changes can.
    var jobsNeeded: Int? { CentralCacheRule.judge(ratio: ratio, hits: hits).jobsNeeded }
}

/// The jobs of one fixture with one builder and one cache. Durations are in seconds, all medians weighted.
struct CacheSeriesFindings: Sendable, Equatable {
    /// The fixture and the builder.
    var series: Series
    var kind: CacheKind
    /// Median wall time.
    var wall: Estimate
    /// Median of the build phase; with the legacy builder and a registry it includes the pull of the cache.
    var build: Double?
    /// Build steps that can come from the cache, over all jobs, and those that did.
    var cacheableSteps, cachedSteps: Int
    /// Median of what passed between engine and registry, in bytes; nil where nothing was counted.
    var bytes: Double?
    /// Median of the pull before the build; nil where there was none.
    var pull: Double?
    /// Wall times of single jobs, ascending: for drawing.
    var points: [Double]
}

/// How a registry grew over a run, and what its own garbage collection did. All sizes in bytes.
struct RegistryFindings: Sendable, Equatable {
    /// What the registry's collector did, when only the newest image of each repository was kept.
    struct Collection: Sendable, Equatable {
        /// What the registry kept.
        var before, after: Double
        /// How long the collector took, and how long nothing could be pushed or pulled, in seconds.
        var seconds, blocked: Double
    }

    var pushes: Int
    /// What it kept after the last push: layers, configurations and manifests.
    var kept: Double
    /// How much of that is manifests.
    var manifests: Double
    /// Nil where it was not measured.
    var collection: Collection?
}

/// How often a release engineer would have to do something for this fleet.
struct SetUpCount: Sendable, Equatable {
    var action: SetUpAction
    /// The builder that it is for, by its configuration's name; nil where it is for all.
    var configuration: String?
    var count: Int
}
