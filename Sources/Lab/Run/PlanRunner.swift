import Engine
import Fixtures
import Foundation
import Housekeeping
import Model
import Provision
import SystemPackage

/// Runs the jobs of one plan that have no outcome yet, one after the other, on one engine.
struct PlanRunner: Sendable {
    let request: RunRequest
    let part: RunRequest.Part
    let run: UUID
    let session: EngineSession
    let memory: CacheMemory
    let preparation: EnginePreparation
    /// The run's own images, where the engine is somebody else's.
    var ownBases: OwnBases?
    let directory: RunDirectory
    let journal: any RunJournal
    let stop: StopSignal
    let progress: RunProgress
    let events: @Sendable (LabEvent) -> Void
    /// How long audits may take over what.
    var auditLimits = AuditLimits()

    var plan: Plan { part.plan }

    /// The ledger of the run's own engine, where this plan keeps one and builds there one job after the other: with policies, each has
    /// an engine.
    var ledger: LedgerKeeper? {
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
                traits: session.contextTraits,
                archives: "\(directory.path)/archives/\(plan.scenario)-\(key.name)")
            return try await withStreams(keys.dropFirst(), opened: opened, body)
        }
    }

    private func jobSettings(_ cache: CentralCache?, _ policies: PolicyEngines?) -> JobSettings {
        var settings = JobSettings(
            run: run, scenario: plan.scenario, workload: plan.workload, extraHosts: session.extraHosts,
            artifacts: directory.artifacts, readsStepSizes: engineLedger != nil || policies != nil)
        // Second engines have no such mirror, and what is built on one must be found in the cache of another.
        if cache == nil, policies == nil {
            settings.gitHosts = session.gitHosts
            settings.ownBases = ownBases
        }
        return settings
    }

    private func runAll(
        _ jobs: [PlannedJob], in streams: [StreamKey: JobStream], _ cache: CentralCache?, _ policies: PolicyEngines?,
        _ audits: AuditKeeper?
    ) async throws -> RunEnd {
        let settings = jobSettings(cache, policies)
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
        // A short look at the end: broken off here, it would never be made up for, as no job is left to be run again.
        try await shieldedFromCancellation { [newest] in
            try await ImageAccount(session: session, journal: journal, events: events).record(newest, of: streams)
        }
        return .finished
    }
}

/// A plan names a fixture that was not opened.
struct MissingFixture: Error, CustomStringConvertible {
    let name: String
    var description: String { "fixture \(name) of the plan was not opened" }
}
