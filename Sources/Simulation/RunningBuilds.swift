/// The running builds on each worker.
///
/// While k builds run on a worker, each works at 1 / slowdown(k) of its speed alone. A worker's progress is the work
/// that a permanently running build would have done by now. A build ends when the progress has grown by its work.
///
/// Source: the virtual time of egalitarian processor sharing; L. Kleinrock, "Queueing Systems", volume 2 (1976),
/// section 4.4, here with a total speed that depends on the number of builds.
struct RunningBuilds {
    struct Ended {
        var repository: Int32
        /// How many bytes it adds to the disk if its repository was in the cache.
        var growth: Double
    }

    private let executors: Int
    /// By the number of builds; the first is for none.
    private let slowdown: [Double]
    private var counts: [Int32]
    /// The progress of each worker, in seconds of work, and when it was last updated.
    private var progress, seen: [Double]
    /// For each executor in use: the progress at which its build ends, its repository, and its growth in bytes.
    private var ends: [Double]
    private var repositories: [Int32]
    private var growths: [Double]

    init(workers: Int, executors: Int, slowdown: [Double]) {
        self.executors = executors
        self.slowdown = [1] + slowdown
        counts = [Int32](repeating: 0, count: workers)
        progress = [Double](repeating: 0, count: workers)
        seen = progress
        ends = [Double](repeating: 0, count: workers * executors)
        repositories = [Int32](repeating: 0, count: workers * executors)
        growths = ends
    }

    @inline(__always)
    func count(on worker: Int) -> Int { Int(counts[worker]) }

    /// Starts a build on a worker with a free executor.
    /// - Returns: when the worker's next build ends.
    mutating func begin(work: Double, repository: Int32, growth: Double = 0, on worker: Int, at now: Double) -> Double {
        advance(worker, to: now)
        let place = worker * executors + Int(counts[worker])
        ends[place] = progress[worker] + work
        repositories[place] = repository
        growths[place] = growth
        counts[worker] += 1
        return nextEnd(on: worker, at: now)
    }

    /// Ends the build of a worker that is nearest its end.
    /// - Returns: the build, and when the worker's next build ends; infinity if there is none.
    mutating func end(on worker: Int, at now: Double) -> (build: Ended, next: Double) {
        advance(worker, to: now)
        let place = nearest(on: worker)
        let ended = Ended(repository: repositories[place], growth: growths[place])
        let last = worker * executors + Int(counts[worker]) - 1
        ends[place] = ends[last]
        repositories[place] = repositories[last]
        growths[place] = growths[last]
        counts[worker] -= 1
        return (ended, counts[worker] == 0 ? .infinity : nextEnd(on: worker, at: now))
    }

    private mutating func advance(_ worker: Int, to now: Double) {
        let count = Int(counts[worker])
        // An idle worker restarts from 0, so that its progress never loses precision.
        progress[worker] = count == 0 ? 0 : progress[worker] + (now - seen[worker]) / slowdown[count]
        seen[worker] = now
    }

    private func nextEnd(on worker: Int, at now: Double) -> Double {
        let left = ends[nearest(on: worker)] - progress[worker]
        return now + max(left, 0) * slowdown[Int(counts[worker])]
    }

    private func nearest(on worker: Int) -> Int {
        let first = worker * executors
        var nearest = first
        for place in first..<first + Int(counts[worker]) where ends[place] < ends[nearest] { nearest = place }
        return nearest
    }
}
