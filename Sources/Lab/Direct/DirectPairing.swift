import Engine
import Fixtures
import Model

/// Runs a job, and where the plan says so the same command without an engine before or after it.
struct DirectPairing: Sendable {
    let session: EngineSession
    let directory: RunDirectory
    let settings: JobSettings
    let stop: StopSignal
    let events: @Sendable (LabEvent) -> Void

    /// Runs the job; a direct run that cannot be made is a warning, never a failed job.
    ///
    /// - Returns: the job's record and its id in the journal.
    func run(
        _ job: PlannedJob, in stream: JobStream, by runner: JobRunner, journal: any JobJournal
    ) async throws -> (record: JobRecord, id: Int64) {
        guard let order = job.direct, let tree = await unpackedTree(for: job, in: stream) else {
            return try await runner.run(job, in: stream)
        }
        do {
            let saved = try await runPair(job, in: stream, order: order, tree, by: runner, journal: journal)
            try await tree.remove()
            return saved
        } catch {
            try? await shieldedFromCancellation { try await tree.remove() }
            throw error
        }
    }

    private func runPair(
        _ job: PlannedJob, in stream: JobStream, order: DirectRecord.Order, _ tree: DirectTree, by runner: JobRunner,
        journal: any JobJournal
    ) async throws -> (record: JobRecord, id: Int64) {
        var (record, id): (JobRecord, Int64)
        switch order {
        case .before:
            let direct = await run(tree, order, of: job, in: stream.fixture)
            (record, id) = try await runner.run(job, in: stream, direct: direct)
        case .after:
            (record, id) = try await runner.run(job, in: stream)
            let direct = await run(tree, order, of: job, in: stream.fixture)
            record.direct = direct
            try await journal.attach(direct, to: id)
        }
        // Half a pair compares nothing: both are made again when the run goes on.
        if record.direct?.end == .cancelled, record.outcome == .succeeded {
            let failure = Failure(phase: nil, message: "stopped on request: the bare command beside it did not end")
            record.outcome = .cancelled
            record.failure = failure
            try await journal.withdraw(id, because: failure)
        }
        return (record, id)
    }

    /// The direct run, however it ends. One that could not be started is recorded, too, and gives a warning.
    private func run(
        _ tree: DirectTree, _ order: DirectRecord.Order, of job: PlannedJob, in fixture: Fixture
    ) async -> DirectRecord {
        var record: DirectRecord
        do {
            record = try await tree.run(
                fixture.command, order: order, hosts: settings.extraHosts(of: fixture),
                limit: settings.workload.timeout, stop: stop)
        } catch {
            record = DirectRecord(order: order, end: .notStarted, message: "\(error)")
        }
        if record.end == .notStarted {
            events(.warning("\(job.fixture): no direct run to compare with: \(record.message ?? "")"))
        }
        return record
    }

    /// The stream's newest image, unpacked before either run of the pair, so that the page cache is warm for both.
    private func unpackedTree(for job: PlannedJob, in stream: JobStream) async -> DirectTree? {
        guard let place else {
            events(.warning("\(job.fixture): the engine is not on this host, so no direct run to compare with"))
            return nil
        }
        guard let image = await stream.image else {
            events(.warning("\(job.fixture): no image yet to run directly"))
            return nil
        }
        return await attempt(job) {
            try await DirectTree.unpack(
                image, of: session.client, owner: settings.owner, at: place)
        }
    }

    private var place: DirectPlace? {
        if let embedded = session.embedded { return DirectPlace(on: embedded) }
        guard case .unix = session.client.endpoint else { return nil }
        return DirectPlace(in: directory.path)
    }

    private func attempt<Value: Sendable>(
        _ job: PlannedJob, _ work: () async throws -> Value
    ) async -> Value? {
        do {
            return try await work()
        } catch {
            events(.warning("\(job.fixture): no direct run to compare with: \(error)"))
            return nil
        }
    }
}
