import Model
import Store

/// What a run says of the builders' caches.
struct CacheEvidence: Sendable {
    /// One fixture in one configuration.
    struct SeriesCache: Sendable {
        var series: Series
        /// All its warm jobs, weighted to the trace's real proportions.
        var all: HitRate
        /// The same by what the revision changed, in the order of the classes.
        var classes: [(changeClass: ChangeClass, rate: HitRate)]
        /// Its misses by reason, the most frequent first; nil: unknown.
        var reasons: [(reason: MissReason?, count: Int)]
    }

    var run: RunSummary
    /// Each fixture in each configuration.
    var series: [SeriesCache]
    /// What each named change invalidated, in the order of the trace; empty where the changes have no names.
    var invalidations: [Invalidation]
}

/// How much of what could come from the cache did: over cacheable steps only.
struct HitRate: Sendable {
    /// The steps that could come from the cache.
    private(set) var steps = 0
    /// Those that did.
    private(set) var hits = 0
    /// The steps with each job's weight in the trace.
    private var weight = 0.0
    private var weightedHits = 0.0
    /// The time that the steps take when they miss, in seconds by weight, those of which it is known.
    private var coldSeconds = 0.0
    private var savedSeconds = 0.0
    /// The weight of the steps that were never seen to miss, and so have no known cold time.
    private var untimed = 0.0
    /// The sizes of the steps' layers, in bytes by weight.
    private var layerBytes = 0.0
    private var savedBytes = 0.0

    /// Hits over steps, from 0 to 1, each job weighted by its kind's share of the trace; nil without steps.
    var byCount: Double? { weight > 0 ? weightedHits / weight : nil }
    /// The same with each step weighted by the time that it takes when it misses: the mean over all misses of the same
    /// instruction in the same series, warm-ups and cold builds included. Nil where no step was ever seen to miss.
    var byColdTime: Double? { coldSeconds > 0 ? savedSeconds / coldSeconds : nil }
    /// The same with each step weighted by the size of its layer; nil where no size is known.
    var byBytes: Double? { layerBytes > 0 ? savedBytes / layerBytes : nil }
    /// The share of the steps, by weight, that `byColdTime` leaves out, because they never missed.
    var untimedShare: Double { weight > 0 ? untimed / weight : 0 }

    /// Adds steps that are alike.
    mutating func add(_ count: Int, weight added: Double, cached: Bool, coldSeconds each: Double?, bytes: Double) {
        layerBytes += bytes
        if cached { savedBytes += bytes }
        steps += count
        weight += added
        if cached {
            hits += count
            weightedHits += added
        }
        guard let each else {
            untimed += added
            return
        }
        coldSeconds += added * each
        if cached { savedSeconds += added * each }
    }
}

extension RunReader {
    /// What the run says of the builders' caches.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    func cacheEvidence() async throws -> CacheEvidence {
        try await once("cache") {
            try await CacheAnalysis.analyse(database, run: run, steps: survey().steps)
        }
    }
}
