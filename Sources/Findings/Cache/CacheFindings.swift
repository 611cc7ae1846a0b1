import Records
import Results

/// What a run says of the builders' caches.
public struct CacheFindings: Sendable, Equatable {
    /// One fixture in one configuration.
    public struct SeriesCache: Sendable, Equatable {
        /// The fixture and the configuration.
        public var series: Series
        /// All its warm jobs, weighted to the trace's real proportions.
        public var all: HitRate
        /// The same by what the revision changed, in the order of the classes.
        public var classes: [(changeClass: ChangeClass, rate: HitRate)]
        /// Its misses by reason, the most frequent first; nil: unknown.
        public var reasons: [(reason: MissReason?, count: Int)]

        /// Whether two are alike.
        public static func == (left: SeriesCache, right: SeriesCache) -> Bool {
            left.series == right.series && left.all == right.all
                && left.classes.elementsEqual(right.classes) { $0 == $1 }
                && left.reasons.elementsEqual(right.reasons) { $0 == $1 }
        }
    }

    /// The run.
    public var run: RunSummary
    /// Each fixture in each configuration.
    public var series: [SeriesCache]
    /// What each named change invalidated, in the order of the trace; empty where the changes have no names.
    public var invalidations: [Invalidation]
}
