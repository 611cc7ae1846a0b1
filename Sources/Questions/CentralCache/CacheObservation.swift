import Model

/// One job of a scenario that varies the cache, reduced to what the analysis looks at.
struct CacheObservation: Sendable {
    /// Which job of which fixture with which builder it is: the factor `cache` is left out of the configuration.
    var series: Series
    /// What its build found of earlier builds.
    var kind: CacheKind
    /// The job.
    var job: Observation
    /// Its other figures, each in its unit.
    var points: [CachePoint: Double]

    /// What a job and its other figures hold for the analysis; nil where its scenario does not vary the cache.
    init?(_ job: Observation, points: [CachePoint: Double] = [:]) {
        guard let kind = job.series.factor("cache").flatMap(CacheKind.init(rawValue:)) else { return nil }
        self.kind = kind
        self.job = job
        self.points = points
        series = job.series.without("cache")
    }

    /// Whether it counts: it succeeded, and replays a change of the trace.
    var counts: Bool { job.isWarm && job.weight > 0 }
}
