import Model
import Store

/// What a run says of the builders' caches.
struct CacheFindings: Sendable, Equatable {
    /// One fixture in one configuration.
    struct SeriesCache: Sendable, Equatable {
        /// The fixture and the configuration.
        var series: Series
        /// All its warm jobs, weighted to the trace's real proportions.
        var all: HitRate
        /// The same by what the revision changed, in the order of the classes.
        var classes: [(changeClass: ChangeClass, rate: HitRate)]
        /// Its misses by reason, the most frequent first; nil: unknown.
        var reasons: [(reason: MissReason?, count: Int)]

        /// Whether two are alike.
        static func == (left: SeriesCache, right: SeriesCache) -> Bool {
            left.series == right.series && left.all == right.all
                && left.classes.elementsEqual(right.classes) { $0 == $1 }
                && left.reasons.elementsEqual(right.reasons) { $0 == $1 }
        }
    }

    /// The run.
    var run: RunSummary
    /// Each fixture in each configuration.
    var series: [SeriesCache]
    /// What each named change invalidated, in the order of the trace; empty where the changes have no names.
    var invalidations: [Invalidation]
}
