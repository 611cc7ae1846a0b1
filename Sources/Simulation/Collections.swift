/// Where each worker stands between two collections of garbage.
struct Collections {
    private let terms: Fleet.Collection?
    /// How many builds ended on each worker since its last collection.
    private var builds: [Int32]
    private var collecting: [Bool]
    /// What their disks hold; nil where collections are due by the number of builds.
    private var disks: WorkerDisks?

    /// - Parameter disks: what the workers' disks hold; looked at where collections are due by bytes.
    init(_ terms: Fleet.Collection?, workers: Int, disks: WorkerDisks? = nil) {
        self.terms = terms
        self.disks = terms?.marks == nil ? nil : disks
        builds = [Int32](repeating: 0, count: terms == nil ? 0 : workers)
        collecting = [Bool](repeating: false, count: terms == nil ? 0 : workers)
    }

    /// Whether it matters what builds leave on disk.
    var countsBytes: Bool { disks != nil }

    /// Whether a worker lets no build begin: its collection is due, or at work.
    func isDue(_ worker: Int) -> Bool {
        guard let terms else { return false }
        if let isFull = disks?.isFull(worker) { return collecting[worker] || isFull }
        guard let due = terms.builds else { return false }
        return Int(builds[worker]) >= due
    }

    /// Whether its collection is at work.
    func isCollecting(_ worker: Int) -> Bool { terms != nil && collecting[worker] }

    /// A build left something on its worker's disk.
    ///
    /// - Parameters:
    ///   - ended: the build.
    ///   - isFirst: whether its repository was not in the cache before.
    ///   - isKept: whether it is now.
    ///   - evicted: the repository that made room for it.
    mutating func note(_ ended: RunningBuilds.Ended, isFirst: Bool, isKept: Bool, evicted: Int32?, on worker: Int) {
        if isFirst {
            disks?.addFirst(of: ended.repository, on: worker, isKept: isKept)
        } else {
            disks?.add(ended.growth, on: worker)
        }
        if let evicted { disks?.remove(evicted, on: worker) }
    }

    /// Counts a build that ended.
    ///
    /// - Returns: whether a collection is due.
    mutating func isDueAfterBuild(on worker: Int) -> Bool {
        guard terms != nil else { return false }
        if builds[worker] < Int32.max { builds[worker] += 1 }
        return isDue(worker)
    }

    /// A collection begins.
    ///
    /// - Returns: how long it takes, in seconds.
    mutating func begin(on worker: Int) -> Double {
        collecting[worker] = true
        return terms?.seconds ?? 0
    }

    /// A collection ends: what it removed is gone from the worker's disk and cache.
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
