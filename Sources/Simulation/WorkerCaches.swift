/// Which repositories each worker has in its cache.
struct WorkerCaches {
    private static let never = -1.0
    private let repositories: Int
    private let capacity: Int
    /// When each worker last built each repository, in seconds; negative: not in the cache.
    private var lastUse: [Double]
    /// How many repositories each worker has in its cache.
    private var kept: [Int32]

    /// Empty caches.
    ///
    /// - Parameter capacity: how many repositories each keeps; nil: all.
    init(workers: Int, repositories: Int, capacity: Int?) {
        self.repositories = repositories
        self.capacity = capacity ?? repositories
        lastUse = [Double](repeating: Self.never, count: workers * repositories)
        kept = [Int32](repeating: 0, count: workers)
    }

    @inline(__always)
    func has(_ repository: Int32, on worker: Int) -> Bool {
        lastUse[worker * repositories + Int(repository)] >= 0
    }

    /// A worker has built a repository; in a full cache the one that was not built for longest makes room.
    mutating func note(_ repository: Int32, on worker: Int, at time: Double) {
        guard capacity > 0 else { return }
        let place = worker * repositories + Int(repository)
        if lastUse[place] < 0 {
            if Int(kept[worker]) >= capacity { evictOldest(on: worker) } else { kept[worker] += 1 }
        }
        lastUse[place] = time
    }

    /// A worker's cache is emptied.
    mutating func empty(_ worker: Int) {
        kept[worker] = 0
        for place in worker * repositories..<(worker + 1) * repositories { lastUse[place] = Self.never }
    }

    private mutating func evictOldest(on worker: Int) {
        var oldest: Int?
        for place in worker * repositories..<(worker + 1) * repositories where lastUse[place] >= 0 {
            if let found = oldest, lastUse[found] <= lastUse[place] { continue }
            oldest = place
        }
        if let oldest { lastUse[oldest] = Self.never }
    }
}
