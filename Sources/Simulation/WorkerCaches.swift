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
    ///
    /// - Returns: which one that was; nil: none had to.
    @discardableResult
    mutating func note(_ repository: Int32, on worker: Int, at time: Double) -> Int32? {
        guard capacity > 0 else { return nil }
        let place = worker * repositories + Int(repository)
        var removed: Int32?
        if lastUse[place] < 0 {
            if Int(kept[worker]) >= capacity { removed = removeOldest(on: worker) }
            kept[worker] += 1
        }
        lastUse[place] = time
        return removed
    }

    /// A worker's cache is emptied.
    mutating func empty(_ worker: Int) {
        kept[worker] = 0
        for place in worker * repositories..<(worker + 1) * repositories { lastUse[place] = Self.never }
    }

    /// The repository that was not built for longest goes.
    ///
    /// - Returns: which one that was; nil: there was none.
    mutating func removeOldest(on worker: Int) -> Int32? {
        var oldest: Int?
        for place in worker * repositories..<(worker + 1) * repositories where lastUse[place] >= 0 {
            if let found = oldest, lastUse[found] <= lastUse[place] { continue }
            oldest = place
        }
        guard let oldest else { return nil }
        lastUse[oldest] = Self.never
        kept[worker] -= 1
        return Int32(oldest - worker * repositories)
    }
}
