import EngineAPI
import Fixtures
import Foundation
import Housekeeping
import Provision
import Records
import Scenarios
import SystemPackage

/// Runs the jobs of one plan that have no outcome yet, one after the other, on one engine.
struct PlanRunner: Sendable {
    let request: RunRequest
    let part: RunRequest.Part
    let run: UUID
    let session: EngineSession
    let memory: CacheMemory
    let preparation: EnginePreparation
    let directory: RunDirectory
    let journal: any RunJournal
    let stop: StopSignal
    let progress: RunProgress
    let events: @Sendable (LabEvent) -> Void
    /// How long audits may take over what.
    var auditLimits = AuditLimits()

    private var plan: Plan { part.plan }

    /// The ledger of the run's own engine, where this plan keeps one and builds there one job after the other: with policies, each has
    /// an engine.
    private var ledger: LedgerKeeper? {
        plan.jobs.contains { $0.configuration.policy != nil || $0.configuration.executors != nil } ? nil : engineLedger
    }

    private var engineLedger: LedgerKeeper? {
        plan.workload.keepsLedger(ofEmbedded: session.embedded != nil) ? session.ledger : nil
    }

    func run() async throws -> RunEnd {
        var remaining: [PlannedJob] = []
        for job in plan.jobs where !(await progress.isFinished(job.position, of: plan.scenario)) {
            remaining.append(job)
        }
        guard !remaining.isEmpty else { return .finished }
        let keys = StreamKey.all(of: remaining)
        let jobs = Rewarming.inserted(into: remaining, of: plan)
        let setUp = CentralCacheSetUp(request: request, session: session, journal: journal, events: events)
        let policies = PolicyEnginesSetUp(
            request: request, session: session, directory: directory.path, events: events)
        return try await policies.with(plan) { [keys] policies in
            try await setUp.with(plan) { cache in
                try await withStreams((keys + CentralCache.seedKeys(of: keys))[...], opened: [:]) { streams in
                    let audits = try await openAudits(streams)
                    let end = try await runAll(jobs, in: streams, cache, policies, audits)
                    if end != .engineLost { try await audits?.close() }
                    if end == .finished { try await surveyRemainders(policies) }
                    if end != .engineLost { await removeLastImages(of: streams) }
                    return end
                }
            }
        }
    }

    /// Opens a working tree for each stream, and removes them all after the body.
    private func withStreams(
        _ keys: ArraySlice<StreamKey>, opened: [StreamKey: JobStream],
        _ body: @Sendable ([StreamKey: JobStream]) async throws -> RunEnd
    ) async throws -> RunEnd {
        guard let key = keys.first else { return try await body(opened) }
        guard let fixture = part.fixtures[key.fixture], let trace = part.traces[key.fixture] else {
            throw MissingFixture(name: key.fixture)
        }
        let place = "\(directory.trees)/\(plan.scenario)-\(key.name)"
        return try await fixture.withWorkingTree(in: FilePath(place), trace: trace, seed: plan.seed) { tree in
            var opened = opened
            opened[key] = JobStream(
                fixture: fixture, configuration: key.configuration, trace: trace, tree: tree,
                archives: "\(directory.path)/archives/\(plan.scenario)-\(key.name)")
            return try await withStreams(keys.dropFirst(), opened: opened, body)
        }
    }

    private func runAll(
        _ jobs: [PlannedJob], in streams: [StreamKey: JobStream], _ cache: CentralCache?, _ policies: PolicyEngines?,
        _ audits: AuditKeeper?
    ) async throws -> RunEnd {
        let settings = JobSettings(
            run: run, scenario: plan.scenario, workload: plan.workload, extraHosts: session.extraHosts,
            artifacts: directory.artifacts, readsStepSizes: engineLedger != nil || policies != nil)
        var newest: [StreamKey: JobEnd] = [:]
        let levels = LevelRunner(
            makeRunner: { job, obstacle in
                var settings = settings
                settings.obstacle = obstacle
                return runner(of: job, on: session.client, settings)
            }, client: session.client, sampler: HostSampler(engine: session.embedded?.processIdentifier),
            scenario: plan.scenario, journal: journal, stop: stop, progress: progress, events: events
        ) { job, record, id in
            try await audits?.follow(job, record, id, settings, isAlone: false)
        }
        for batch in JobBatch.all(of: jobs) {
            let end =
                batch.isLevel
                ? try await levels.run(batch.jobs, in: streams)
                : try await runInTurn(batch.jobs, in: streams, settings, cache, policies, audits, &newest)
            guard end == .finished else { return end }
            if batch.isLevel { try await audits?.followTogether() }
        }
        if Task.isCancelled { return .interrupted }
        try await ImageAccount(session: session, journal: journal, events: events).record(newest, of: streams)
        return .finished
    }

    /// Jobs that run one after the other.
    private func runInTurn(
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

    /// A job on the run's own engine, or on the second one of a central cache.
    private func run(
        _ job: PlannedJob, in stream: JobStream, seeds: [StreamKey: JobStream], _ cache: CentralCache?,
        _ settings: JobSettings
    ) async throws -> (record: JobRecord, id: Int64) {
        let place =
            await cache?.place(for: job, settings: settings, seeds: seeds)
            ?? CentralCache.Place(client: session.client, settings: settings)
        let pairing = DirectPairing(session: session, directory: directory, settings: settings, events: events)
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

    /// A job on the engine of its policy, and the policy's turn after it.
    private func run(
        _ job: PlannedJob, in stream: JobStream, on policy: PolicyEngine, _ settings: JobSettings
    ) async throws -> (record: JobRecord, id: Int64) {
        // What jobs on other engines wrote is not to be written out during this one.
        sync()
        let ((record, id), watch) = try await policy.holding(settings) { settings in
            try await runner(of: job, on: policy.engine.client, settings).run(job, in: stream)
        }
        let isAlive = record.outcome == .engineLost ? await answers(policy.engine.client) : true
        if isAlive, record.outcome != .cancelled {
            try await policy.follow(record, id, watch, tag: settings.imageTag(job), journal: journal) {
                events(.warning($0))
            }
        }
        return (record, id)
    }

    /// Writes down what the remainder consists of on every engine whose ledger this plan kept.
    private func surveyRemainders(_ policies: PolicyEngines?) async throws {
        var remainder = await ledger?.survey() ?? []
        for (configuration, engine) in policies?.byConfiguration(of: plan) ?? [] {
            remainder += await engine.ledger.survey(of: configuration)
        }
        if !remainder.isEmpty { try await journal.note(remainder) }
    }

    /// A job with the fault of its configuration, on the run's own engine.
    private func runFaulty(
        _ job: PlannedJob, in stream: JobStream, _ settings: JobSettings
    ) async throws -> (record: JobRecord, id: Int64) {
        let planting = FaultPlanting(engine: session.embedded, journal: journal, seed: plan.seed) {
            events(.warning($0))
        }
        let job = planting.unlikeOthers(job)
        var settings = settings
        settings.obstacle = planting.obstacle(to: job)
        let (record, id) = try await planting.run(job) { [settings] onPhase in
            try await runner(of: job, on: session.client, settings, onPhase).run(job, in: stream)
        }
        if let disk = await ledger?.sample() { try await journal.attach(disk, to: id) }
        return (record, id)
    }

    private func openAudits(_ streams: [StreamKey: JobStream]) async throws -> AuditKeeper? {
        try await AuditKeeper.open(
            for: plan, run: run, on: session, in: directory, Array(streams.values), journal: journal,
            limits: auditLimits
        ) { events(.warning($0)) }
    }

    private func runner(
        of job: PlannedJob, on client: EngineClient, _ settings: JobSettings,
        _ onPhase: @escaping @Sendable (Phase) -> Void = { _ in }
    ) -> JobRunner {
        JobRunner(
            client: client, journal: journal, settings: settings, memory: memory, preparation: preparation
        ) { phase in
            onPhase(phase)
            events(.phaseBegan(job, phase))
        }
    }

    private func answers(_ client: EngineClient) async -> Bool {
        (try? await client.ping()) != nil
    }

    /// An engine that is taken down anyway needs no tidying; another's is left as it was found.
    private func removeLastImages(of streams: [StreamKey: JobStream]) async {
        guard session.embedded == nil else { return }
        for stream in streams.values {
            guard let image = await stream.image else { continue }
            do {
                _ = try await shieldedFromCancellation { try await session.client.removeImage(image) }
            } catch {
                events(.warning("image \(image) stays on the engine: \(error). `plimsoll clean` removes it."))
            }
        }
    }
}

/// A plan names a fixture that was not opened.
struct MissingFixture: Error, CustomStringConvertible {
    let name: String
    var description: String { "fixture \(name) of the plan was not opened" }
}
