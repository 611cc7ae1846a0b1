import Model
import Store

/// The steps of a run as one pass over its jobs counts them.
struct CountedSteps: Sendable {
    var tallies: [StepTally]
    /// Whether a measured job that succeeded was of a change with a name of its own.
    var hasNamedChanges: Bool
}

/// From a run's steps to what they say of the builders' caches.
enum CacheAnalysis {
    /// - Parameter steps: the run's, counted.
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary, steps: CountedSteps) throws -> CacheEvidence {
        var invalidations = InvalidationCollector()
        if steps.hasNamedChanges {
            try database.forEachJob(run: run.id, including: [.steps]) { job in
                if job.isOfNamedChange { invalidations.add(job) }
            }
        }
        return CacheEvidence(run: run, series: series(steps.tallies), invalidations: invalidations.found)
    }

    /// The rates and reasons of each series.
    static func series(_ tallies: [StepTally]) -> [CacheEvidence.SeriesCache] {
        Dictionary(grouping: tallies) { Series(fixture: $0.fixture, configuration: $0.configuration) }
            .map { evidence(of: $0, $1) }
            .filter { $0.all.steps > 0 }
            .sorted { $0.series < $1.series }
    }

    private static func evidence(of series: Series, _ tallies: [StepTally]) -> CacheEvidence.SeriesCache {
        let cold = coldSeconds(tallies)
        let warm = tallies.filter(\.warm)
        func rate(_ part: [StepTally], weighted: Bool) -> HitRate {
            part.reduce(into: HitRate()) { rate, tally in
                rate.add(
                    tally.count, weight: weighted ? tally.weight : Double(tally.count), cached: tally.cached,
                    coldSeconds: cold[tally.instruction], bytes: weighted ? tally.weightedBytes : tally.bytes)
            }
        }
        let classes = Dictionary(grouping: warm, by: \.changeClass).sorted { $0.key < $1.key }
        let misses = Dictionary(grouping: warm.filter { !$0.cached }, by: \.missReason)
            .map { (reason: $0, count: $1.reduce(0) { $0 + $1.count }) }
        return CacheEvidence.SeriesCache(
            series: series, all: rate(warm, weighted: true),
            classes: classes.map { (changeClass: $0.key, rate: rate($0.value, weighted: false)) },
            reasons: misses.sorted {
                ($1.count, $0.reason?.rawValue ?? "") < ($0.count, $1.reason?.rawValue ?? "")
            })
    }

    /// The mean time of each instruction over its misses, in seconds.
    private static func coldSeconds(_ tallies: [StepTally]) -> [String: Double] {
        Dictionary(grouping: tallies.filter { !$0.cached && $0.timed > 0 }, by: \.instruction).mapValues { misses in
            misses.reduce(0) { $0 + $1.seconds } / Double(misses.reduce(0) { $0 + $1.timed })
        }
    }
}
