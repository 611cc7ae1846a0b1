import Engine
import Foundation
import Model

/// Runs jobs one after the other, or a level's jobs on executors that work at the same time, each in its own trees.
struct BatchRunner: Sendable {
    private static let sampleInterval = Duration.seconds(1)

    let dispatch: any Dispatch
    let surroundings: JobSurroundings
    let scenario: String
    let progress: RunProgress
    private let rates = LevelRates()

    private var stop: StopSignal { surroundings.stop }

    /// - Parameter sampler: reads the load of the host and the engine while a level runs.
    func run(_ batch: JobBatch, sampledBy sampler: HostSampler) async throws -> RunEnd {
        try await batch.isLevel ? runLevel(batch.jobs, sampler) : runInTurn(batch.jobs)
    }

    private func runInTurn(_ jobs: [PlannedJob]) async throws -> RunEnd {
        for job in jobs {
            if stop.isRequested || Task.isCancelled { return .interrupted }
            await announce(job)
            let ended = try await dispatch.run(job, executor: 0, due: nil, obstacle: nil)
            await note(ended, of: job)
            // One stop ends a bare command at once, but no job: only here does the plan's last job end cancelled by it.
            if ended.record.direct?.end == .cancelled { return .interrupted }
            if await dispatch.isLost(after: ended, of: job) { return .engineLost }
        }
        return .finished
    }

    private func announce(_ job: PlannedJob) async {
        surroundings.events(.jobBegan(job, done: await progress.done, total: progress.total))
    }

    private func note(_ ended: EndedJob, of job: PlannedJob) async {
        // A cancelled job of the plan stays in the journal as it ended, but is left to be run again.
        if job.position >= 0, ended.isDone { await progress.finish(job.position, of: scenario) }
        surroundings.events(.jobEnded(ended.record, done: await progress.done, total: progress.total))
    }

    /// Runs one level to its end. A failed job is a row; a lost engine ends the level after the jobs in flight.
    private func runLevel(_ jobs: [PlannedJob], _ sampler: HostSampler) async throws -> RunEnd {
        guard let first = jobs.first, let executors = first.configuration.executors else { return .finished }
        let level = first.configuration
        let isOpen = level.load?.isOpen ?? false
        let interval = isOpen ? await rates.interval(of: level) : nil
        let obstacle = isOpen && interval == nil ? Self.unpaced : nil
        // Writes of the previous level must not be flushed to disk during this one.
        sync()
        let queue = LevelQueue(jobs, began: .now, interval: interval.map { .seconds($0) }) { [stop] in
            stop.isRequested
        }
        let lost = Shared(false)
        let (spans, samples) = try await sampler.during(every: Self.sampleInterval) {
            try await withThrowingTaskGroup(of: [BusyRate.Span].self) { group in
                for executor in 0..<executors {
                    group.addTask { try await work(as: executor, from: queue, lost, obstacle) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }
        let points = samples.flatMap { $0.points(of: level.name, round: first.round) }
        if !points.isEmpty { try await surroundings.journal.record(points, of: nil) }
        if lost.value { return .engineLost }
        if stop.isRequested || Task.isCancelled { return .interrupted }
        if !isOpen, let rate = BusyRate.of(spans, executors: executors) { await rates.note(rate, of: level) }
        return .finished
    }

    private static var unpaced: JobObstacle {
        JobObstacle(
            .refused,
            "the run was interrupted, so the rate of busy executors and the time of this job are no longer known: "
                + "run the scenario again")
    }

    private func work(
        as executor: Int, from queue: LevelQueue, _ lost: Shared<Bool>, _ obstacle: JobObstacle?
    ) async throws -> [BusyRate.Span] {
        var spans: [BusyRate.Span] = []
        while let (job, due) = await queue.next() {
            let began = await queue.age
            await announce(job)
            let ended = try await dispatch.run(job, executor: executor, due: due, obstacle: obstacle)
            spans.append(BusyRate.Span(executor: executor, began: began, ended: await queue.age))
            await note(ended, of: job)
            if await dispatch.isLost(after: ended, of: job) {
                lost.value = true
                await queue.close()
            }
        }
        return spans
    }
}

/// The jobs that wait for the executors of a level, in the order in which they begin, each at its time.
actor LevelQueue {
    private var jobs: ArraySlice<PlannedJob>
    private let began: ContinuousClock.Instant
    /// The mean time between two arrivals; nil where the next job is always available.
    private let interval: Duration?
    private let isStopped: @Sendable () -> Bool

    init(
        _ jobs: [PlannedJob], began: ContinuousClock.Instant, interval: Duration?,
        isStopped: @escaping @Sendable () -> Bool
    ) {
        (self.jobs, self.began, self.interval, self.isStopped) = (jobs[...], began, interval, isStopped)
    }

    /// The next job for a free executor, once it has arrived; nil when no more may begin. A waiting executor reserves
    /// it, so that jobs begin in the order of their arrival. None begins after cancellation.
    func next() async -> (job: PlannedJob, intended: ContinuousClock.Instant?)? {
        guard !isStopped(), let job = jobs.popFirst() else { return nil }
        guard let interval, let arrival = job.arrival else { return (job, nil) }
        let intended = began + interval * arrival
        try? await Task.sleep(until: intended, clock: .continuous)
        return isStopped() || Task.isCancelled ? nil : (job, intended)
    }

    /// How long ago the level began, in seconds.
    var age: Double { (ContinuousClock.now - began).seconds }
    func close() { jobs = [] }
}

/// The throughput of busy executors in their last closed level: jobs of open levels arrive at a share of that rate.
actor LevelRates {
    private var rates: [Configuration: Double] = [:]

    /// Remembers how many jobs per second a closed level's executors completed while all were busy.
    func note(_ rate: Double, of level: Configuration) { rates[busy(level)] = rate }

    /// The mean time between two arrivals at an open level, in seconds; nil without a closed level of these executors.
    func interval(of level: Configuration) -> Double? {
        guard let percent = level.load?.percent, let rate = rates[busy(level)], rate > 0 else { return nil }
        return 100 / (Double(percent) * rate)
    }

    private func busy(_ level: Configuration) -> Configuration {
        var level = level
        level.load = .closed
        return level
    }
}

/// Jobs of a plan that are started together: a level of executors, or jobs that run one after the other.
struct JobBatch: Equatable {
    var jobs: [PlannedJob]
    let isLevel: Bool

    /// A plan's jobs in batches: consecutive jobs of one level form one.
    static func all(of jobs: [PlannedJob]) -> [JobBatch] {
        jobs.reduce(into: []) { batches, job in
            let isLevel = job.isOfLevel
            if let last = batches.last, last.isLevel == isLevel, !isLevel || last.isOf(job) {
                batches[batches.count - 1].jobs.append(job)
            } else {
                batches.append(JobBatch(jobs: [job], isLevel: isLevel))
            }
        }
    }

    private func isOf(_ job: PlannedJob) -> Bool {
        jobs.last.map { $0.configuration == job.configuration && $0.round == job.round } ?? false
    }
}
