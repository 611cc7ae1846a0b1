/// By which policy an engine's disk is collected between builds: the factor `policy`.
public enum GarbagePolicy: String, Codable, Sendable, CaseIterable {
    /// Nothing ever goes.
    case nothing = "none"
    /// Each job removes its own image.
    case jobTag = "job-tag"
    /// Images without a name go after each job.
    case dangling
    /// Dangling things go daily, everything that is not in use weekly.
    case dailyAndWeekly = "daily-weekly"
    /// Above a mark all images but the newest of each repository go.
    case threshold
    /// Above a high mark images and cache go, the least recently used first, until a low mark is reached.
    case leastRecentlyUsed = "lru"
    /// BuildKit cuts its cache to a size by its own order.
    case keepStorage = "keep-storage"
}
