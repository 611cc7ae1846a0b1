import Engine
import Model

/// Jobs that nothing is done to, and that no policy has an engine for.
extension PlanRunner {
    /// A job on the run's own engine, or on the second one of a central cache.
    func run(
        _ job: PlannedJob, in stream: JobStream, seeds: [StreamKey: JobStream], _ cache: CentralCache?,
        _ settings: JobSettings
    ) async throws -> (record: JobRecord, id: Int64) {
        let place =
            await cache?.place(for: job, settings: settings, seeds: seeds)
            ?? CentralCache.Place(client: session.client, settings: settings)
        let pairing = DirectPairing(
            session: session, directory: directory, settings: settings, stop: stop, events: events)
        let runner = runner(of: job, on: place.client, place.settings)
        let (record, id) = try await pairing.run(job, in: stream, by: runner, journal: journal)
        if RegressionPlanting.leaks(job), record.outcome != .engineLost {
            let image = stream.fixture.images(variant: nil).first ?? settings.imageTag(job)
            let planting = RegressionPlanting(client: place.client) { events(.warning($0)) }
            await planting.leave(job, of: image, place.settings)
        }
        // The ledger is that of the run's own engine: what a second one holds is not in it.
        if record.outcome != .engineLost, job.configuration.usesFirstEngine, let disk = await ledger?.sample() {
            try await journal.attach(disk, to: id)
        }
        return (record, id)
    }
}
