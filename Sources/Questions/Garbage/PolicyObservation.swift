import Model

/// One job where policies are compared, with what its engine's disk held and what its policy did after it.
struct PolicyObservation: Sendable {
    /// A build step, as far as a policy can change how it fares.
    struct Step: Sendable, Equatable {
        /// The instruction.
        var instruction: String
        /// Whether it came from the cache.
        var cached: Bool
        /// How long it took, in seconds; nil where that is not known.
        var seconds: Double?
        /// Why it missed, where it did and that is known.
        var missReason: MissReason?
    }

    /// The fixture, and the configuration without the policy.
    var series: Series
    /// The policy, in the words of the scenario.
    var policy: String
    /// The job.
    var job: Observation
    /// Its steps that can come from the cache, less those that failed.
    var steps: [Step]
    /// Its other figures, each in its unit.
    var points: [CollectionPoint: Double]
    /// What the disk held after it, before the policy's turn; nil where there is no sample. In bytes.
    var disk: Double?

    /// What a job and its other figures hold for the analysis; nil where its scenario does not vary the policy.
    init?(_ record: JobRecord, points: [CollectionPoint: Double] = [:], disk: Double? = nil) {
        let cacheable = record.steps.filter(\.cacheable)
        let job = Observation(
            record, cacheableSteps: cacheable.count, cachedSteps: cacheable.count(where: \.cached))
        guard let policy = job.series.factor("policy") else { return nil }
        self.policy = policy
        self.job = job
        self.points = points
        self.disk = disk
        series = job.series.without("policy")
        steps = cacheable.filter { $0.error == nil }.map {
            Step(
                instruction: $0.instruction, cached: $0.cached, seconds: $0.duration,
                missReason: $0.cached ? nil : $0.missReason)
        }
    }

    /// Whether it is compared with the job of the policy `none` on the same change: it succeeded, and is of the trace.
    var counts: Bool { job.outcome == .succeeded && !job.warmup && !job.cold && job.weight > 0 }
    /// What the disk held when the policy had had its turn.
    var diskAfterwards: Double? { points[.diskBytes] ?? disk }
    /// Whether the policy took something away after it.
    var wasFollowedByRemovals: Bool { (points[.removedImages] ?? 0) + (points[.removedRecords] ?? 0) > 0 }
    /// Whether it was refused because the disk was full.
    var metFullDisk: Bool { (points[.diskFull] ?? 0) > 0 }
    /// The build phase, in seconds.
    var build: Double? { job.phases[.build] }
}
