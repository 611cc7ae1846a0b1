import Engine
import Model

/// Runs the same command without an engine before or after its job, where the plan asks for it. A direct run that
/// cannot be made is a warning, never a failed job.
struct DirectStage: JobStage {
    private let order: DirectRecord.Order
    private let run: JobSurroundings

    init?(_ job: StagedJob, _ run: JobSurroundings) {
        // A job with a planted fault or a policy, or one of a level, gets no paired direct run.
        guard let order = job.planned.direct, job.planned.configuration.fault == nil,
            job.planned.configuration.policy == nil, !job.planned.isOfLevel
        else { return nil }
        (self.order, self.run) = (order, run)
    }

    func around(_ job: StagedJob, _ runJob: @escaping RunJob) async throws -> EndedJob {
        guard let tree = await unpackedTree(for: job) else { return try await runJob(job) }
        let ended: EndedJob
        do { ended = try await runPair(job, tree, runJob) } catch {
            await remove(tree, of: job)
            throw error
        }
        await remove(tree, of: job)
        return ended
    }

    /// Removes it even when the run was stopped. What cannot be removed is tried again before the next tree is unpacked.
    private func remove(_ tree: DirectTree, of job: StagedJob) async {
        do { try await shieldedFromCancellation { try await tree.remove() } } catch {
            warn("the tree of its direct run stays on the disk for now: \(error)", of: job)
        }
    }

    private func runPair(_ job: StagedJob, _ tree: DirectTree, _ runJob: RunJob) async throws -> EndedJob {
        var job = job
        var ended: EndedJob
        switch order {
        case .before:
            job.direct = await runDirectly(job, tree)
            ended = try await runJob(job)
        case .after:
            ended = try await runJob(job)
            let direct = await runDirectly(job, tree)
            ended.record.direct = direct
            try await run.journal.attach(direct, to: ended.id)
        }
        // Half a pair compares nothing: both runs are made again when the run is resumed.
        if ended.record.direct?.end == .cancelled, ended.record.outcome == .succeeded {
            let failure = Failure(phase: nil, message: "stopped on request: its direct run did not end")
            ended.record.outcome = .cancelled
            ended.record.failure = failure
            try await run.journal.withdraw(ended.id, because: failure)
        }
        return ended
    }

    private func runDirectly(_ job: StagedJob, _ tree: DirectTree) async -> DirectRecord {
        let record: DirectRecord
        do {
            record = try await tree.run(job, order: order, stop: run.stop)
        } catch {
            record = DirectRecord(order: order, end: .notStarted, message: "\(error)")
        }
        if record.end == .notStarted { warn("no direct run to compare with: \(record.message ?? "")", of: job) }
        return record
    }

    private func warn(_ words: String, of job: StagedJob) { run.warn("\(job.planned.fixture): \(words)") }

    /// The stream's newest image, unpacked before either run of the pair, so that the page cache is warm for both.
    private func unpackedTree(for job: StagedJob) async -> DirectTree? {
        guard let place = place(of: job.client) else {
            warn("the engine is not on this host, so no direct run to compare with", of: job)
            return nil
        }
        guard let image = await job.stream.image else {
            warn("no image yet to run directly", of: job)
            return nil
        }
        do {
            return try await DirectTree.unpack(image, of: job.client, owner: job.settings.owner, at: place)
        } catch {
            warn("no direct run to compare with: \(error)", of: job)
            return nil
        }
    }

    private func place(of client: EngineClient) -> DirectPlace? {
        if let embedded = run.embedded { return DirectPlace(on: embedded) }
        guard case .unix = client.endpoint, let directory = run.directory else { return nil }
        return DirectPlace(in: directory.path)
    }
}
