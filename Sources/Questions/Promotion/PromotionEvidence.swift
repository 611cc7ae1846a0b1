import Model
import Store

/// What a run says of `promotion`. Durations are in seconds, all medians weighted.
struct PromotionEvidence: Sendable, Equatable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// The engine of all workers, as `Docker 20.10.24`.
    var engine: String
    /// Each builder and kind of rebuild over all real fixtures, by name: what the rule judges.
    var rebuilds: [RebuildComparison]
    /// Each fixture with each builder and delivery.
    var series: [DeliveryFindings]
    /// The same on a worker that has nothing but the base image; empty where no cold jobs ran.
    var cold: [DeliveryFindings]
    /// By fixture and builder.
    var pushes: [PushFindings]
    var warnings: [Warning]
}

/// Rebuilds of one builder and kind beside the promoted image, on the same changes of all real fixtures.
struct RebuildComparison: Sendable, Equatable {
    /// The rebuilds' configuration, as `builder=legacy,delivery=rebuild-dated`.
    var configuration: String
    var delivery: Delivery
    /// Median wall time of the next stage's job with the promoted image, and of the push before it.
    var promoted, push: Double?
    /// Median wall time of the next stage's job that rebuilds.
    var rebuilt: Double?
    /// What promoting saves of a change: the rebuild's wall time less the promoted job's and its push. The median of the
    /// paired differences, with its 95 % interval; the count is of pairs.
    var saved: Estimate?
    /// The same of cold jobs: median wall time on a worker that has the base image only. Nil where none ran.
    var newPromoted, newRebuilt: Double?
    /// How many rebuilt images were compared with the first worker's, and how many of them were the same image.
    var compared, equal: Int

    /// What the rule says of it alone.
    var ruling: PromotionRule.Ruling { PromotionRule.judge(saved: saved, compared: compared, equal: equal) }
}

/// The jobs of one fixture with one builder and one delivery.
struct DeliveryFindings: Sendable, Equatable {
    /// The fixture and the builder.
    var series: Series
    var delivery: Delivery
    /// Median wall time.
    var wall: Estimate
    /// Median of the build phase: the pull of the promoted image, or the build.
    var build: Double?
    /// Build steps that can come from the cache, over all jobs, and those that did. None where the image is pulled.
    var cacheableSteps, cachedSteps: Int
    /// Median of what passed between the worker and the registry, in bytes; nil where nothing was counted.
    var bytes: Double?
    /// Over all jobs: the images' layers above the base image, and those that the first worker's image has too.
    var layers, equalLayers: Int
    /// Wall times of single jobs, ascending: for drawing.
    var points: [Double]
}
