import Model

/// One job of a scenario that varies what repositories build upon, reduced to what the analysis looks at.
struct BaseObservation: Sendable {
    /// The fixture and the builder: the factor `base` is left out of the configuration.
    var series: Series
    /// What its Dockerfile builds upon.
    var kind: BaseKind
    /// The job.
    var job: Observation
    /// The update of base images that it came after; nil: none.
    var update: BaseUpdate?
    /// How many of its steps missed because the base image had changed, itself or below a step that missed for it.
    var baseMisses: Int
    /// Its other figures, each in its unit.
    var points: [BaseImagePoint: Double]

    /// What a job with its steps and its other figures hold for the analysis; nil where its scenario does not vary the base.
    init?(_ record: JobRecord, points: [BaseImagePoint: Double] = [:]) {
        let job = Observation(record)
        guard let kind = job.series.factor("base").flatMap(BaseKind.init(rawValue:)) else { return nil }
        self.kind = kind
        self.job = job
        self.points = points
        series = job.series.without("base")
        update = BaseUpdate(revision: record.revision)
        let misses = record.steps.filter { $0.cacheable && !$0.cached }
        baseMisses = misses.first?.missReason == .baseChanged ? misses.count : 0
    }

    /// What the build took, in seconds; nil where it did not succeed.
    var build: Double? { job.outcome == .succeeded ? job.phases[.build] : nil }

    /// Whether none of its steps came from a cache, so that it shows what the repository's own steps cost.
    var isCold: Bool { build != nil && job.cacheableSteps > 0 && job.cachedSteps == 0 }

    /// Whether it replays a change of a class on a warm worker.
    func isWarm(_ changeClass: ChangeClass) -> Bool {
        build != nil && !job.warmup && !job.cold && update == nil && job.changeClass == changeClass
    }

    /// Whether it stands in the plan where another one does.
    func isBeside(_ other: BaseObservation) -> Bool {
        series == other.series && job.round == other.job.round && job.warmup == other.job.warmup
            && job.cold == other.job.cold
    }
}
