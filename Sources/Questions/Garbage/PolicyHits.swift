/// How much came from the cache over some jobs of a trace as it was replayed.
struct PolicyHits: Sendable, Equatable {
    /// Build steps that can come from the cache.
    var steps = 0
    /// Those that did.
    var hits = 0
    /// The time that the steps take when they miss, in seconds.
    var coldSeconds = 0.0
    /// The same of those that came from the cache.
    var savedSeconds = 0.0

    /// Hits over steps, from 0 to 1; nil without steps.
    var byCount: Double? { steps > 0 ? Double(hits) / Double(steps) : nil }
    /// Hits over steps, each weighted by the time that it takes when it misses; nil where none was seen to miss.
    var byColdTime: Double? { coldSeconds > 0 ? savedSeconds / coldSeconds : nil }

    /// The hits of jobs.
    init(_ jobs: [PolicyObservation], _ times: ColdTimes) {
        for job in jobs {
            steps += job.steps.count
            hits += job.steps.count(where: \.cached)
            let (saved, possible) = times.saved(job)
            savedSeconds += saved
            coldSeconds += possible
        }
    }
}
