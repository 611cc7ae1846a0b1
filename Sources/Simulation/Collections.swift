/// Where each worker stands between two collections of garbage.
struct Collections {
    private let terms: Fleet.Collection?
    /// How many builds ended on each worker since its last collection.
    private var builds: [Int32]
    private var collecting: [Bool]

    init(_ terms: Fleet.Collection?, workers: Int) {
        self.terms = terms
        builds = [Int32](repeating: 0, count: terms == nil ? 0 : workers)
        collecting = [Bool](repeating: false, count: terms == nil ? 0 : workers)
    }

    /// Whether a worker lets no build begin: its collection is due, or at work.
    func isDue(_ worker: Int) -> Bool {
        guard let terms else { return false }
        return Int(builds[worker]) >= terms.builds
    }

    /// Whether its collection is at work.
    func isCollecting(_ worker: Int) -> Bool { terms != nil && collecting[worker] }

    /// Counts a build that ended.
    ///
    /// - Returns: whether a collection is due.
    mutating func isDueAfterBuild(on worker: Int) -> Bool {
        guard let terms else { return false }
        if builds[worker] < Int32.max { builds[worker] += 1 }
        return Int(builds[worker]) >= terms.builds
    }

    /// A collection begins.
    ///
    /// - Returns: how long it takes, in seconds.
    mutating func begin(on worker: Int) -> Double {
        collecting[worker] = true
        return terms?.seconds ?? 0
    }

    /// A collection ends.
    ///
    /// - Returns: whether the worker's cache is empty now.
    mutating func end(on worker: Int) -> Bool {
        collecting[worker] = false
        builds[worker] = 0
        return terms?.emptiesCache ?? false
    }
}
