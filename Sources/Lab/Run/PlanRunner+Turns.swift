import Engine
import Model

/// Jobs that run one after the other.
extension PlanRunner {
    /// Jobs that run one after the other.
    func runInTurn(
        _ jobs: [PlannedJob], in streams: [StreamKey: JobStream], _ settings: JobSettings, _ cache: CentralCache?,
        _ policies: PolicyEngines?, _ audits: AuditKeeper?, _ newest: inout [StreamKey: JobEnd]
    ) async throws -> RunEnd {
        for planned in jobs {
            let job = RegressionPlanting.prepared(planned)
            if stop.isRequested || Task.isCancelled { return .interrupted }
            guard let stream = streams[StreamKey(job)] else { throw MissingFixture(name: job.fixture) }
            events(.jobBegan(job, done: await progress.done, total: progress.total))
            let policy = policies?.engine(for: job)
            let record: JobRecord
            let id: Int64
            if let policy {
                (record, id) = try await run(job, in: stream, on: policy, settings)
            } else if job.configuration.fault != nil {
                (record, id) = try await runFaulty(job, in: stream, settings)
            } else {
                (record, id) = try await run(job, in: stream, seeds: streams, cache, settings)
                newest[StreamKey(job)] = JobEnd(id: id, outcome: record.outcome)
            }
            try await audits?.follow(job, record, id, settings)
            // A cancelled job of the plan stays in the journal, as it was met, but is left to be run again.
            if job.position >= 0, record.outcome != .cancelled || record.isCancelledByPlan {
                await progress.finish(job.position, of: plan.scenario)
            }
            events(.jobEnded(record, done: await progress.done, total: progress.total))
            // One stop ends a bare command at once, and no job: only here does the plan's last job end cancelled by it.
            if record.direct?.end == .cancelled { return .interrupted }
            if record.outcome == .engineLost, await !answers(policy?.engine.client ?? session.client) {
                return .engineLost
            }
            if ![.succeeded, .cancelled].contains(record.outcome), await cache?.isLost() ?? false {
                events(.warning("the registry or the second engine was lost"))
                return .engineLost
            }
        }
        return .finished
    }

    func runner(
        of job: PlannedJob, on client: EngineClient, _ settings: JobSettings,
        _ onPhase: @escaping @Sendable (Phase) -> Void = { _ in }
    ) -> JobRunner {
        JobRunner(
            client: client, journal: journal, settings: settings, memory: memory, preparation: preparation,
            warn: { events(.warning($0)) }
        ) { phase in
            onPhase(phase)
            events(.phaseBegan(job, phase))
        }
    }

    func answers(_ client: EngineClient) async -> Bool {
        (try? await client.ping()) != nil
    }
}
