import Engine
import Foundation
import Model

/// Runs levels: jobs of one configuration on executors that work at the same time, each in working trees of its own.
struct LevelRunner: Sendable {
    /// Makes what carries out a job; the obstacle, where there is one, is why it cannot be begun.
    typealias MakeRunner = @Sendable (PlannedJob, JobObstacle?) -> JobRunner

    /// Told of each job that ended, with its id in the journal.
    typealias JobObserver = @Sendable (PlannedJob, JobRecord, Int64) async throws -> Void

    /// Between two looks at the host.
    private static let sampleInterval = Duration.seconds(1)

    private let makeRunner: MakeRunner
    private let client: EngineClient
    private let sampler: HostSampler
    private let scenario: String
    private let journal: any RunJournal
    private let stop: StopSignal
    private let progress: RunProgress
    private let events: @Sendable (LabEvent) -> Void
    private let onEnd: JobObserver
    private let rates = LevelRates()

    init(
        makeRunner: @escaping MakeRunner, client: EngineClient, sampler: HostSampler, scenario: String,
        journal: any RunJournal, stop: StopSignal, progress: RunProgress,
        events: @escaping @Sendable (LabEvent) -> Void,
        onEnd: @escaping JobObserver = { _, _, _ in }
    ) {
        self.makeRunner = makeRunner
        self.client = client
        self.sampler = sampler
        self.scenario = scenario
        self.journal = journal
        self.stop = stop
        self.progress = progress
        self.events = events
        self.onEnd = onEnd
    }

    /// Runs one level to its end. A job that fails is a row; a lost engine ends the level when the jobs in flight have ended.
    func run(_ jobs: [PlannedJob], in streams: [StreamKey: JobStream]) async throws -> RunEnd {
        guard let first = jobs.first, let executors = first.configuration.executors else { return .finished }
        let level = first.configuration
        let isOpen = level.load?.isOpen ?? false
        let interval = isOpen ? await rates.interval(of: level) : nil
        let obstacle = isOpen && interval == nil ? Self.unpaced : nil
        // What the level before wrote is not to be written out during this one.
        sync()
        let queue = LevelQueue(jobs, began: .now, interval: interval.map { .seconds($0) }) { [stop] in stop.isRequested
        }
        let lost = LostEngine()
        let (spans, samples) = try await sampler.during(every: Self.sampleInterval) {
            try await withThrowingTaskGroup(of: [BusyRate.Span].self) { group in
                for executor in 0..<executors {
                    group.addTask { try await work(as: executor, from: queue, in: streams, lost, obstacle) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }
        let points = samples.flatMap { $0.points(of: level.name, round: first.round) }
        if !points.isEmpty { try await journal.record(points, of: nil) }
        if await lost.isLost { return .engineLost }
        if stop.isRequested || Task.isCancelled { return .interrupted }
        if !isOpen, let rate = BusyRate.of(spans, executors: executors) { await rates.note(rate, of: level) }
        return .finished
    }

    /// Why jobs of an open level cannot begin after a run was broken off.
    private static var unpaced: JobObstacle {
        JobObstacle(
            .refused,
            "how fast busy executors work is not known any more after the run was broken off, and so not when this job is to arrive: "
                + "run the scenario anew")
    }

    /// One executor: a job after the other until there are no more.
    private func work(
        as executor: Int, from queue: LevelQueue, in streams: [StreamKey: JobStream], _ lost: LostEngine,
        _ obstacle: JobObstacle?
    ) async throws -> [BusyRate.Span] {
        var spans: [BusyRate.Span] = []
        while let (job, intended) = await queue.next() {
            guard let stream = streams[StreamKey(job, executor: executor)] else {
                throw MissingFixture(name: job.fixture)
            }
            let began = await queue.age
            events(.jobBegan(job, done: await progress.done, total: progress.total))
            let (record, id) = try await makeRunner(job, obstacle).run(
                job, in: stream, assignment: JobAssignment(executor: executor, intended: intended))
            spans.append(BusyRate.Span(executor: executor, began: began, ended: await queue.age))
            try await onEnd(job, record, id)
            if record.outcome != .cancelled { await progress.finish(job.position, of: scenario) }
            events(.jobEnded(record, done: await progress.done, total: progress.total))
            if record.outcome == .engineLost, (try? await client.ping()) == nil {
                await lost.note()
                await queue.close()
            }
        }
        return spans
    }
}

/// Whether the engine of a level went away and did not come back.
private actor LostEngine {
    private(set) var isLost = false

    func note() { isLost = true }
}
