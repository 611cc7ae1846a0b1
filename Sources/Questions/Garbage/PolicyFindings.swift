/// One policy with one builder, on its own engine and disk. Sizes are in bytes, durations in seconds.
struct PolicyFindings: Sendable, Equatable {
    /// A point of the chart.
    struct Point: Sendable, Equatable {
        /// Which build of its engine it is, from 1.
        var build: Int
        /// What the disk held after it, before the policy's turn.
        var disk: Double
        /// What it held after the turn.
        var afterwards: Double
    }

    /// The configuration without the policy.
    var configuration: String
    /// The policy, in the words of the scenario.
    var policy: String
    /// How many jobs ran on its engine.
    var jobs: Int
    /// How many of them did not succeed because the disk was full.
    var refused: Int
    /// After how many builds the compared disk was full: by a refused job, or, on a disk with room, by what it held.
    var fullAfter: Int?
    /// The most that the disk held, during jobs too.
    var peak: Double?
    /// The most that the disk grew by during one job, however briefly; nil where no job's peak is known.
    var largestBuild: Double?
    /// After how many jobs the disk was above the high mark although the policy had had its turn.
    var crossings: Int
    /// What the disk held after each job.
    var points: [Point]
    /// Hits over all jobs of the trace that succeeded.
    var hits: PolicyHits
    /// Hits over those that came after the policy's first removal; nil where it removed nothing.
    var hitsAfterwards: PolicyHits?
    /// The mean rebuild time a build; nil of the policy that removes nothing, and where nothing can be compared.
    var rebuild: Estimate?
    /// The cost in points of time-weighted hit rate; nil likewise.
    var hitCost: Estimate?
    /// How many steps missed because what they had made was gone.
    var evicted: Int
    /// Misses by reason, the most frequent first.
    var reasons: [PolicyMisses]
    /// What the policy did.
    var work: PolicyWork
    /// How the disk grew, jobs and collections together; nil without samples.
    var storage: StorageFindings?

    /// Whether it is what the others are compared with.
    var isReference: Bool { policy == Self.reference }
    /// Whether its disk was never above the high mark when it had had its turn, nor full.
    var holds: Bool { crossings == 0 && fullAfter == nil && !points.isEmpty }

    /// Whether its disk was at or under the high mark after each of its turns, and yet full during a job.
    var wasFullUnderTheMark: Bool { crossings == 0 && refused > 0 }

    /// The policy that removes nothing.
    static let reference = "none"
}

/// How many steps missed for one reason; nil: unknown.
struct PolicyMisses: Sendable, Equatable {
    /// The reason, in the words of the database.
    var reason: String?
    /// How many steps.
    var count: Int
}
