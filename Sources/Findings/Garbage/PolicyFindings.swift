/// One policy with one builder, on its own engine and disk. Sizes are in bytes, durations in seconds.
public struct PolicyFindings: Sendable, Equatable {
    /// A point of the chart.
    public struct Point: Sendable, Equatable {
        /// Which build of its engine it is, from 1.
        public var build: Int
        /// What the disk held after it, before the policy's turn.
        public var disk: Double
        /// What it held after the turn.
        public var afterwards: Double
    }

    /// The configuration without the policy.
    public var configuration: String
    /// The policy, in the words of the scenario.
    public var policy: String
    /// How many jobs ran on its engine.
    public var jobs: Int
    /// How many of them did not succeed because the disk was full.
    public var refused: Int
    /// After how many builds the compared disk was full: by a refused job, or, on a disk with room, by what it held.
    public var fullAfter: Int?
    /// The most that the disk held, during jobs too.
    public var peak: Double?
    /// The most that the disk grew by during one job, however briefly; nil where no job's peak is known.
    public var largestBuild: Double?
    /// After how many jobs the disk was above the high mark although the policy had had its turn.
    public var crossings: Int
    /// What the disk held after each job.
    public var points: [Point]
    /// Hits over all jobs of the trace that succeeded.
    public var hits: PolicyHits
    /// Hits over those that came after the policy's first removal; nil where it removed nothing.
    public var hitsAfterwards: PolicyHits?
    /// The mean rebuild time a build; nil of the policy that removes nothing, and where nothing can be compared.
    public var rebuild: Estimate?
    /// The cost in points of time-weighted hit rate; nil likewise.
    public var hitCost: Estimate?
    /// How many steps missed because what they had made was gone.
    public var evicted: Int
    /// Misses by reason, the most frequent first.
    public var reasons: [PolicyMisses]
    /// What the policy did.
    public var work: PolicyWork
    /// How the disk grew, jobs and collections together; nil without samples.
    public var storage: StorageFindings?

    /// Whether it is what the others are compared with.
    public var isReference: Bool { policy == Self.reference }
    /// Whether its disk was never above the high mark when it had had its turn, nor full.
    public var holds: Bool { crossings == 0 && fullAfter == nil && !points.isEmpty }

    /// Whether its disk was at or under the high mark after each of its turns, and yet full during a job.
    public var wasFullUnderTheMark: Bool { crossings == 0 && refused > 0 }

    /// The policy that removes nothing.
    static let reference = "none"
}

/// How many steps missed for one reason; nil: unknown.
public struct PolicyMisses: Sendable, Equatable {
    /// The reason, in the words of the database.
    public var reason: String?
    /// How many steps.
    public var count: Int
}
