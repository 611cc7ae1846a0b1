import Engine
import Model

/// Jobs that something is done to.
extension PlanRunner {
    /// A job with the fault of its configuration, on the run's own engine.
    func runFaulty(
        _ job: PlannedJob, in stream: JobStream, _ settings: JobSettings
    ) async throws -> (record: JobRecord, id: Int64) {
        let planting = FaultPlanting(engine: session.embedded, journal: journal, seed: plan.seed) {
            events(.warning($0))
        }
        let job = planting.unlikeOthers(job)
        var settings = settings
        settings.obstacle = planting.obstacle(to: job)
        settings.isCancelledByPlan = { planting.cancellation.isDone }
        let (record, id) = try await planting.run(job) { [settings] onPhase in
            try await runner(of: job, on: session.client, settings, onPhase).run(job, in: stream)
        }
        if let disk = await ledger?.sample() { try await journal.attach(disk, to: id) }
        return (record, id)
    }
}
