import Model

/// A fleet at work: what runs where, what waits, and what was counted. Times are in seconds since the start.
///
/// A build waits only while no executor is free: an executor that becomes free takes a waiting build at once.
struct FleetState {
    private let fleet: Fleet
    /// Times of first builds by fixture; empty: as after a change.
    private let cold: [[Double]]
    private var generator: SeededGenerator
    private var running: RunningBuilds
    private var free: FreeWorkers
    private var events: EventHeap
    private var collections: Collections
    /// nil: every worker has every repository in its cache.
    private var caches: WorkerCaches?
    private(set) var queue = BuildQueue()
    private(set) var inSystem = 0
    private(set) var now = 0.0
    private(set) var tally: Tally

    /// - Parameters:
    ///   - repositories: the total number; nil: caches are ignored.
    ///   - sizes: the disk space of a repository's cache, in bytes, by fixture; empty: nothing.
    ///   - isWorn: whether disks start as full as those of workers that have been in use for long.
    init(
        _ fleet: Fleet, slowdown: [Double], cold: [[Double]], repositories: Int?, bound: Double,
        window: ClosedRange<Double>, seed: UInt64, sizes: [Double] = [], isWorn: Bool = false
    ) {
        self.fleet = fleet
        self.cold = cold
        generator = SeededGenerator(seed: seed, purpose: "cold builds")
        running = RunningBuilds(workers: fleet.workers, executors: fleet.executors, slowdown: slowdown)
        free = FreeWorkers(workers: fleet.workers, executors: fleet.executors)
        events = EventHeap(workers: fleet.workers)
        var disks = fleet.collection?.marks.map {
            WorkerDisks($0, workers: fleet.workers, sizes: sizes, repositories: repositories ?? 0)
        }
        if isWorn {
            var levels = SeededGenerator(seed: seed, purpose: "disks")
            disks?.fill(using: &levels)
        }
        collections = Collections(fleet.collection, workers: fleet.workers, disks: disks)
        caches = repositories.map {
            WorkerCaches(workers: fleet.workers, repositories: $0, capacity: fleet.cachedRepositories)
        }
        tally = Tally(bound: bound, window: window)
    }

    /// The time of the next event in the fleet; infinity: it is idle.
    var nextEvent: Double { events.next.time }

    enum End {
        case finished
        /// The queue grew beyond `longestQueue`.
        case outgrown
        /// So many waits reached the bound that the result is certain.
        case givenUp
    }

    /// Processes arrivals and fleet events in order of time until all is built.
    /// - Parameter mostAtBound: how many waits may reach the bound; nil: any number.
    mutating func run(_ source: inout some IteratorProtocol<Build>, longestQueue: Int, mostAtBound: Int?) -> End {
        var coming = source.next()
        while true {
            let event = nextEvent
            if let build = coming, build.arrival < event {
                admit(build)
                coming = source.next()
                if queue.count > longestQueue { return .outgrown }
            } else if event < .infinity {
                step()
                if let mostAtBound, tally.waits.countAtBound > mostAtBound { return .givenUp }
            } else {
                return .finished
            }
        }
    }

    mutating func admit(_ build: Build) {
        move(to: build.arrival)
        inSystem += 1
        if let worker = freeWorker(for: build) { begin(build, on: worker) } else { queue.append(build) }
    }

    /// Executes the next event in the fleet: a build ends, or a collection does.
    mutating func step() {
        let (worker, time) = events.next
        move(to: time)
        if collections.isCollecting(worker) {
            collections.end(on: worker, &caches)
            events.set(worker, to: .infinity)
            free.insert(worker, running: 0)
        } else {
            endBuild(on: worker)
        }
        fill(worker)
    }

    private mutating func move(to time: Double) {
        tally.pass(from: now, to: time, running: inSystem - queue.count, inSystem: inSystem)
        now = time
    }

    private func freeWorker(for build: Build) -> Int? {
        if fleet.affinity != nil, let caches, let warm = free.first(where: { caches.has(build.repository, on: $0) }) {
            return warm
        }
        return free.first
    }

    /// The lists of free workers contain only workers that accept builds.
    private mutating func begin(_ build: Build, on worker: Int) {
        let isCold = caches.map { !$0.has(build.repository, on: worker) } ?? false
        let work = isCold ? coldWork(build) : build.work
        if build.isCounted { tally.count(wait: now - build.arrival, work: work, isCold: isCold) }
        let before = running.count(on: worker)
        free.remove(worker, running: before)
        let end = running.begin(work: work, repository: build.repository, growth: build.growth, on: worker, at: now)
        events.set(worker, to: end)
        if before + 1 < fleet.executors { free.insert(worker, running: before + 1) }
    }

    private mutating func coldWork(_ build: Build) -> Double {
        let samples = cold[Int(build.fixture)]
        return samples.isEmpty ? build.work : samples[generator.index(below: samples.count)]
    }

    private mutating func endBuild(on worker: Int) {
        let before = running.count(on: worker)
        if before < fleet.executors, !collections.isDue(worker) { free.remove(worker, running: before) }
        let ended = running.end(on: worker, at: now)
        inSystem -= 1
        note(ended.build, on: worker)
        events.set(worker, to: ended.next)
        if collections.isDueAfterBuild(on: worker) {
            if before == 1 {
                tally.countCollection(at: now)
                events.set(worker, to: now + collections.begin(on: worker))
            }
        } else {
            free.insert(worker, running: before - 1)
        }
    }

    private mutating func note(_ build: RunningBuilds.Ended, on worker: Int) {
        let repository = build.repository
        guard collections.countsBytes else {
            caches?.note(repository, on: worker, at: now)
            return
        }
        let isFirst = !(caches?.has(repository, on: worker) ?? true)
        let evicted = caches?.note(repository, on: worker, at: now)
        let isKept = caches?.has(repository, on: worker) ?? true
        collections.note(build, isFirst: isFirst, isKept: isKept, evicted: evicted, on: worker)
    }

    /// A worker that accepts builds takes waiting builds for its free executors.
    private mutating func fill(_ worker: Int) {
        guard !collections.isDue(worker) else { return }
        while queue.count > 0, running.count(on: worker) < fleet.executors,
            let build = queue.remove(at: placeInQueue(for: worker))
        {
            begin(build, on: worker)
        }
    }

    private func placeInQueue(for worker: Int) -> Int {
        guard let affinity = fleet.affinity, let caches, let first = queue[0], now - first.arrival < affinity.patience
        else { return 0 }
        for place in 0..<min(affinity.lookAhead, queue.count) {
            if let build = queue[place], caches.has(build.repository, on: worker) { return place }
        }
        return 0
    }
}
