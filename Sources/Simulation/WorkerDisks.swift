import Model

/// Each worker's disk use, in bytes.
///
/// A repository's first build adds the size of its cache. Each later one adds its growth, which supersedes what was
/// there. A collection removes superseded bytes first, only down to the low mark; then whole repositories.
struct WorkerDisks {
    private let marks: Fleet.Collection.Marks
    private let sizes: [Double]
    private let repositoriesAFixture: Int
    private var used, superseded: [Double]

    /// Empty disks.
    /// - Parameter repositories: the total number, with those of a fixture next to each other.
    init(_ marks: Fleet.Collection.Marks, workers: Int, sizes: [Double], repositories: Int) {
        (self.marks, self.sizes) = (marks, sizes)
        repositoriesAFixture = max(1, repositories / max(1, sizes.count))
        used = [Double](repeating: 0, count: workers)
        superseded = used
    }

    /// Disks of workers long in use: each filled to a level between the marks, with superseded bytes.
    mutating func fill(using generator: inout SeededGenerator) {
        for worker in used.indices {
            used[worker] = marks.low + generator.uniform() * (marks.high - marks.low)
            superseded[worker] = used[worker]
        }
    }

    func isFull(_ worker: Int) -> Bool { used[worker] >= marks.high }
    func isOverLow(_ worker: Int) -> Bool { used[worker] > marks.low }

    mutating func add(_ bytes: Double, on worker: Int) {
        used[worker] += bytes
        superseded[worker] += bytes
    }

    mutating func addFirst(of repository: Int32, on worker: Int, isKept: Bool) {
        if isKept { used[worker] += size(of: repository) } else { add(size(of: repository), on: worker) }
    }

    mutating func remove(_ repository: Int32, on worker: Int) {
        used[worker] = max(0, used[worker] - size(of: repository))
    }

    mutating func removeSuperseded(on worker: Int) {
        let bytes = min(superseded[worker], max(0, used[worker] - marks.low))
        superseded[worker] -= bytes
        used[worker] -= bytes
    }

    mutating func empty(_ worker: Int) { (used[worker], superseded[worker]) = (0, 0) }

    private func size(of repository: Int32) -> Double {
        let fixture = Int(repository) / repositoriesAFixture
        return fixture < sizes.count ? sizes[fixture] : 0
    }
}

/// The repositories in each worker's cache.
struct WorkerCaches {
    private static let never = -1.0
    private let repositories, capacity: Int
    /// When each worker last built each repository, in seconds; negative: not in the cache.
    private var lastUse: [Double]
    private var kept: [Int32]

    /// Empty caches.
    /// - Parameter capacity: how many repositories each keeps; nil: all.
    init(workers: Int, repositories: Int, capacity: Int?) {
        self.repositories = repositories
        self.capacity = capacity ?? repositories
        lastUse = [Double](repeating: Self.never, count: workers * repositories)
        kept = [Int32](repeating: 0, count: workers)
    }

    @inline(__always)
    func has(_ repository: Int32, on worker: Int) -> Bool { lastUse[worker * repositories + Int(repository)] >= 0 }

    /// A worker has built a repository. In a full cache it replaces the least recently built one, which is returned.
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

    mutating func empty(_ worker: Int) {
        kept[worker] = 0
        for place in worker * repositories..<(worker + 1) * repositories { lastUse[place] = Self.never }
    }

    /// Removes the least recently built repository, and returns it; nil: there was none.
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

/// The state of each worker between two garbage collections.
struct Collections {
    private let terms: Fleet.Collection?
    /// How many builds ended on each worker since its last collection.
    private var builds: [Int32]
    private var collecting: [Bool]
    /// The disk use of the workers; nil if collections are due by the number of builds.
    private var disks: WorkerDisks?

    /// - Parameter disks: the disk use of the workers; only used if collections are due by bytes.
    init(_ terms: Fleet.Collection?, workers: Int, disks: WorkerDisks? = nil) {
        self.terms = terms
        self.disks = terms?.marks == nil ? nil : disks
        builds = [Int32](repeating: 0, count: terms == nil ? 0 : workers)
        collecting = [Bool](repeating: false, count: terms == nil ? 0 : workers)
    }

    var countsBytes: Bool { disks != nil }

    /// Whether a worker accepts no build: its collection is due, or running.
    func isDue(_ worker: Int) -> Bool {
        guard let terms else { return false }
        if let isFull = disks?.isFull(worker) { return collecting[worker] || isFull }
        guard let due = terms.builds else { return false }
        return Int(builds[worker]) >= due
    }

    func isCollecting(_ worker: Int) -> Bool { terms != nil && collecting[worker] }

    /// Records what a build left on its worker's disk.
    /// - Parameters:
    ///   - isFirst: whether its repository was not in the cache before.
    ///   - isKept: whether it is now.
    ///   - evicted: the repository that it replaced.
    mutating func note(_ ended: RunningBuilds.Ended, isFirst: Bool, isKept: Bool, evicted: Int32?, on worker: Int) {
        if isFirst {
            disks?.addFirst(of: ended.repository, on: worker, isKept: isKept)
        } else {
            disks?.add(ended.growth, on: worker)
        }
        if let evicted { disks?.remove(evicted, on: worker) }
    }

    /// Counts a build that ended; returns whether a collection is due.
    mutating func isDueAfterBuild(on worker: Int) -> Bool {
        guard terms != nil else { return false }
        if builds[worker] < Int32.max { builds[worker] += 1 }
        return isDue(worker)
    }

    /// Begins a collection; returns its duration, in seconds.
    mutating func begin(on worker: Int) -> Double {
        collecting[worker] = true
        return terms?.seconds ?? 0
    }

    /// Ends a collection: what it removed leaves the worker's disk and cache.
    mutating func end(on worker: Int, _ caches: inout WorkerCaches?) {
        collecting[worker] = false
        builds[worker] = 0
        if terms?.emptiesCache ?? false {
            caches?.empty(worker)
            disks?.empty(worker)
        }
        disks?.removeSuperseded(on: worker)
        while disks?.isOverLow(worker) ?? false, let oldest = caches?.removeOldest(on: worker) {
            disks?.remove(oldest, on: worker)
        }
    }
}
