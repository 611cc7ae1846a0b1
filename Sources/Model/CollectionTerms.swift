/// On what terms collection policies are compared: how large each policy's disk is, and when a policy has something to do.
public struct CollectionTerms: Codable, Sendable, Hashable {
    /// The size of each policy's own disk, in bytes.
    public var disk: Int
    /// The mark above which the disk is too full, as a share of it from 0 to 1.
    public var high: Double
    /// The mark down to which `lru` collects, as a share of the disk from 0 to 1.
    public var low: Double
    /// To how many bytes `keep-storage` cuts BuildKit's cache.
    public var keep: Int
    /// How many builds make a day of the simulated clock.
    public var buildsADay: Double

    /// Terms; by themselves a disk of 3 GB, marks of 85 % (integration-config's disk guard) and 70 %, a cache of 1 GB, and 15
    /// builds a day: the busiest day in the history of scap while it had a `Dockerfile.ci`.
    public init(
        disk: Int = 3_000_000_000, high: Double = 0.85, low: Double = 0.7, keep: Int = 1_000_000_000,
        buildsADay: Double = 15
    ) {
        self.disk = disk
        self.high = high
        self.low = low
        self.keep = keep
        self.buildsADay = buildsADay
    }
}
