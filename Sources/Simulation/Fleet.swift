import Model

/// The workers, and how builds are assigned to them.
package struct Fleet: Sendable, Equatable {
    /// A build prefers a worker that has its repository in the cache.
    ///
    /// On arrival it goes to a free executor of such a worker, otherwise to any free one: it does not wait for a warm
    /// one. An executor that becomes free takes the first of the next `lookAhead` builds that it has in its cache. If
    /// there is none, or the first of all has waited for `patience`, it takes the first.
    package struct Affinity: Sendable, Equatable {
        var lookAhead: Int
        /// How long the first build may be passed over, in seconds.
        package var patience: Double

        package init(lookAhead: Int = 32, patience: Double = 30) {
            (self.lookAhead, self.patience) = (lookAhead, patience)
        }
    }

    /// A garbage collection on a worker. When it is due, running builds end and no new one starts; then it takes its
    /// time, as `plimsoll gc` does under the mutex.
    package struct Collection: Sendable, Equatable {
        /// The disk use at which a collection is due, and down to which it removes the least recently used, in bytes.
        package struct Marks: Sendable, Equatable {
            package var high, low: Double

            package init(high: Double, low: Double) { (self.high, self.low) = (high, low) }
        }

        /// After how many builds of its worker it is due; nil: by bytes.
        package var builds: Int?
        /// The disk use at which it is due; nil: by the number of builds.
        package var marks: Marks?
        /// Its duration, in seconds.
        package var seconds: Double
        package var emptiesCache = false

        package init(builds: Int, seconds: Double, emptiesCache: Bool = false) {
            (self.builds, self.seconds, self.emptiesCache) = (builds, seconds, emptiesCache)
        }

        /// A collection of a disk that reaches its high mark; `ServiceModel` gives each build's growth.
        package init(marks: Marks, seconds: Double) { (self.marks, self.seconds) = (marks, seconds) }

        /// - Throws: `SimulationError`, `badFleet`.
        func check() throws(SimulationError) {
            try require(builds ?? 1 >= 1, .badFleet, "a collection comes after one build or more")
            try require(seconds >= 0 && seconds.isFinite, .badFleet, "a collection takes at least 0 s")
            try require(
                marks.map { $0.low >= 0 && $0.high > $0.low && $0.high.isFinite } ?? true,
                .badFleet, "the low mark of a disk is at least 0 bytes, and the high mark lies above it")
        }
    }

    package var workers: Int
    /// Concurrent builds on each worker.
    package var executors: Int
    /// nil: the build that arrived first goes to the worker with the fewest builds, whatever is in its cache.
    package var affinity: Affinity?
    /// How many repositories a worker keeps in its cache, the most recently built; nil: all.
    package var cachedRepositories: Int?
    /// nil: nothing is collected.
    package var collection: Collection?

    package init(
        workers: Int, executors: Int, affinity: Affinity? = nil, cachedRepositories: Int? = nil,
        collection: Collection? = nil
    ) {
        (self.workers, self.executors, self.affinity) = (workers, executors, affinity)
        (self.cachedRepositories, self.collection) = (cachedRepositories, collection)
    }

    /// 80 MB of last-use times.
    private static let mostCaches = 10_000_000

    /// - Parameter repositories: the total number.
    /// - Throws: `SimulationError`, `badFleet`.
    func check(repositories: Int) throws(SimulationError) {
        try require(
            workers > 0 && executors > 0 && workers <= 1_000_000 && executors <= 1000, .badFleet,
            "a fleet has 1 to 1000000 workers of 1 to 1000 executors each, not \(workers) of \(executors)")
        try require(
            repositories > 0 && repositories <= Self.mostCaches / workers, .badFleet,
            "\(workers) workers and \(repositories) repositories are too many: at most \(Self.mostCaches) caches")
        let kept = cachedRepositories ?? 0
        try require(kept >= 0, .badFleet, "a worker cannot keep \(kept) repositories in its cache")
        try require(
            affinity.map { $0.lookAhead >= 1 && $0.patience >= 0 } ?? true,
            .badFleet, "affinity looks at one build or more, and its patience is at least 0 s")
        try collection?.check()
    }
}

/// Why something cannot be simulated.
package typealias SimulationError = CodedError<SimulationErrorCode>

func require(_ isSo: Bool, _ code: SimulationErrorCode, _ words: @autoclosure () -> String) throws(SimulationError) {
    if !isSo { throw SimulationError(code, words()) }
}

package enum SimulationErrorCode: String, Sendable, UsageCode {
    /// The service times, or the slow-down of concurrent builds, are unusable.
    case badService = "bad_service"
    /// The hours of the day have no usable weights.
    case badProfile = "bad_profile"
    /// The number of builds, workers or executors is invalid, or too large.
    case badFleet = "bad_fleet"
}
