import Engine
import Model

/// A place where jobs run: it takes a planned job, and gives back its record. A cluster would be another one.
protocol Dispatch: Sendable {
    /// Runs a job to its end; a job that fails is a record, not an error.
    ///
    /// - Parameter executor: which of the parallel executors runs it, from 0.
    func run(
        _ job: PlannedJob, executor: Int, due: ContinuousClock.Instant?, obstacle: JobObstacle?
    ) async throws -> EndedJob

    /// Whether the place was lost during a job, so that no other can follow it there.
    func isLost(after ended: EndedJob, of job: PlannedJob) async -> Bool
}

/// Runs jobs in this process, on the run's engines and on those beside them.
struct LocalDispatch: Dispatch {
    let engines: [(engine: RunEngine, runner: JobRunner)]

    private func runner(of job: PlannedJob) throws -> JobRunner {
        guard let found = engines.first(where: { $0.engine.serves(job.configuration) }) else {
            throw LabError("no engine is up for \(job.configuration.name)")
        }
        return found.runner
    }

    func run(
        _ job: PlannedJob, executor: Int, due: ContinuousClock.Instant?, obstacle: JobObstacle?
    ) async throws -> EndedJob {
        let runner = try runner(of: job)
        guard let stream = runner.surroundings.streams[StreamKey(job, executor: executor)] else {
            throw LabError.missing(fixture: job.fixture)
        }
        var staged = runner.staged(job, in: stream)
        (staged.executor, staged.intended, staged.obstacle) = (executor, due, obstacle)
        return try await runner.run(staged)
    }

    func isLost(after ended: EndedJob, of job: PlannedJob) async -> Bool {
        guard let runner = try? runner(of: job) else { return false }
        let run = runner.surroundings
        let client = run.policies?.engine(for: job)?.engine.client ?? runner.client
        if ended.record.outcome == .engineLost, await !client.answers() { return true }
        guard ![.succeeded, .cancelled].contains(ended.record.outcome), await run.fleet?.isLost() ?? false else {
            return false
        }
        run.warn("the registry or the engine of a further worker was lost")
        return true
    }
}
