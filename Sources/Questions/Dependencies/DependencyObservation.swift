import Model

/// One job of a scenario that varies the strategy, reduced to what the analysis looks at.
struct DependencyObservation: Sendable {
    /// The job.
    var job: Observation
    /// The factor `strategy` of its configuration.
    var strategy: String
    /// Whether every step that installs came from the cache: the fixtures' Dockerfiles have no other `RUN`. Nil where none was
    /// reached.
    var installHit: Bool?
    /// Its other figures, each in its unit.
    var points: [DependencyPoint: Double]

    /// What a job and its other figures hold for the analysis; nil where its scenario does not vary the strategy.
    init?(_ record: JobRecord, points: [DependencyPoint: Double] = [:]) {
        job = Observation(record)
        guard let strategy = job.series.factor("strategy") else { return nil }
        self.strategy = strategy
        self.points = points
        let installs = record.steps.filter { $0.cacheable && $0.instruction.hasPrefix("RUN") }
        installHit = installs.isEmpty ? nil : installs.allSatisfy(\.cached)
    }

    /// What the change cost, in seconds: the build, and where the strategy has one, restoring and saving the archive.
    var cost: Double? {
        job.phases[.build].map {
            $0 + points[.archiveRestoreSeconds, default: 0] + points[.archiveSaveSeconds, default: 0]
        }
    }

    /// Whether it counts as a cold job: it succeeded without anything that was there before.
    var isCold: Bool { job.cold && job.isMeasured && !job.warmup }

    /// Whether it counts as a change of the trace.
    var isChange: Bool { job.isWarm && job.weight > 0 }
}
