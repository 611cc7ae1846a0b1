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
    /// The configurations in which it did, by engine where the run varies that, then by name.
    var configurations: [InvalidationColumn]

    /// Whether the run has several engines.
    var variesEngines: Bool { !RunEngines(run).all.isEmpty }
}

/// How much of what could come from the cache did: over cacheable steps only.
struct HitRate: Sendable {
    /// The steps that could come from the cache, and those that did.
    private(set) var steps = 0, hits = 0
    /// The same with each job's weight in the trace.
    private var weight = 0.0, weightedHits = 0.0
    /// The time that steps take when they miss, of all and of the hits, in seconds by weight, where it is known.
    private var coldSeconds = 0.0, savedSeconds = 0.0
    /// The weight of the steps that were never seen to miss, and so have no known cold time.
    private var untimed = 0.0
    /// The sizes of the layers, of all and of the hits, in bytes by weight.
    private var layerBytes = 0.0, savedBytes = 0.0

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
        steps += count
        weight += added
        layerBytes += bytes
        if let each { coldSeconds += added * each } else { untimed += added }
        guard cached else { return }
        hits += count
        weightedHits += added
        savedBytes += bytes
        if let each { savedSeconds += added * each }
    }
}

/// The steps of a run as one pass over its jobs counts them.
struct CountedSteps: Sendable {
    var tallies: [StepTally]
    /// Whether a measured job that succeeded was of a change with a name of its own.
    var hasNamedChanges: Bool
}

extension RunReader {
    /// What the run says of the builders' caches.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    func cacheEvidence() async throws -> CacheEvidence {
        try await once("cache") {
            let steps = try await survey().steps
            var invalidations = InvalidationCollector()
            if steps.hasNamedChanges {
                try database.forEachJob(run: run.id, including: [.steps]) { job in
                    if job.isOfNamedChange { invalidations.add(job) }
                }
            }
            return CacheEvidence(
                run: run, series: CacheAnalysis.series(steps.tallies), invalidations: invalidations.found,
                configurations: invalidations.columns(RunEngines(run)))
        }
    }
}

/// From a run's steps to what they say of the builders' caches.
enum CacheAnalysis {
    /// The rates and reasons of each series.
    static func series(_ tallies: [StepTally]) -> [CacheEvidence.SeriesCache] {
        Dictionary(grouping: tallies) { Series(fixture: $0.fixture, configuration: $0.configuration) }
            .map { evidence(of: $0, $1) }
            .filter { $0.all.steps > 0 }
            .sorted { $0.series < $1.series }
    }

    private static func evidence(of series: Series, _ tallies: [StepTally]) -> CacheEvidence.SeriesCache {
        // The mean time of each instruction over its misses, in seconds.
        let timed = Dictionary(grouping: tallies.filter { !$0.cached && $0.timed > 0 }, by: \.instruction)
        let cold = timed.mapValues { $0.reduce(0) { $0 + $1.seconds } / Double($0.reduce(0) { $0 + $1.timed }) }
        func rate(_ part: [StepTally], weighted: Bool) -> HitRate {
            part.reduce(into: HitRate()) { rate, tally in
                rate.add(
                    tally.count, weight: weighted ? tally.weight : Double(tally.count), cached: tally.cached,
                    coldSeconds: cold[tally.instruction], bytes: weighted ? tally.weightedBytes : tally.bytes)
            }
        }
        let warm = tallies.filter(\.warm)
        let classes = Dictionary(grouping: warm, by: \.changeClass).sorted { $0.key < $1.key }
        let misses = Dictionary(grouping: warm.filter { !$0.cached }, by: \.missReason)
            .map { (reason: $0, count: $1.reduce(0) { $0 + $1.count }) }
        return CacheEvidence.SeriesCache(
            series: series, all: rate(warm, weighted: true),
            classes: classes.map { (changeClass: $0.key, rate: rate($0.value, weighted: false)) },
            reasons: misses.sorted { ($1.count, $0.reason?.rawValue ?? "") < ($0.count, $1.reason?.rawValue ?? "") })
    }
}
