import Engine
import Fixtures
import Housekeeping
import Model
import SystemPackage

/// Runs the jobs of one plan that have no outcome yet, on the run's engines and on those that the plan brings up beside
/// its own.
struct PlanRunner: Sendable {
    let request: RunRequest
    let part: RunRequest.Part
    /// The first is the run's own, unless the plan names others.
    let engines: [RunEngine]
    let directory: RunDirectory
    let journal: any RunJournal
    let progress: RunProgress
    var auditLimits = AuditLimits()

    var plan: Plan { part.plan }
    /// The engine of plans that name none.
    var session: EngineSession { engines[0].session }
    var surroundings: JobSurroundings { engines[0].surroundings }
    var tell: @Sendable (String) -> Void { { [surroundings] in surroundings.events(.preparing($0)) } }

    func run() async throws -> RunEnd {
        let remaining = await progress.remaining(of: plan)
        guard !remaining.isEmpty else { return .finished }
        let keys = StreamKey.all(of: remaining)
        let jobs = Rewarming.inserted(into: remaining, of: plan)
        // A sample is of one job: with policies each has its own engine, and executors build at the same time.
        let hasSamples = plan.jobs.allSatisfy { $0.configuration.policy == nil && $0.configuration.executors == nil }
        return try await withPolicyEngines { policies in
            try await withFleet { fleet in
                try await withStreams((keys + Fleet.seedKeys(of: keys))[...], opened: [:]) { streams in
                    let engines = engines.filter { engine in keys.contains { engine.serves($0.configuration) } }
                    return try await runSeries(
                        jobs,
                        on: engines.map { engine in
                            var engine = engine
                            let session = engine.session
                            let isKept = plan.workload.keepsLedger(ofEmbedded: session.embedded != nil)
                            let ledger = isKept ? session.ledger : nil
                            var run = engine.surroundings
                            (run.embedded, run.starts, run.directory) = (session.embedded, session.starts, directory)
                            (run.seed, run.policies, run.fleet, run.streams) = (plan.seed, policies, fleet, streams)
                            run.ledger = hasSamples ? ledger : nil
                            run.readsStepSizes = ledger != nil || policies != nil
                            run.leakingRevision = request.leakingRevision
                            engine.surroundings = run
                            return engine
                        })
                }
            }
        }
    }

    /// Observes the starts of containers on an engine that the plan brings up, while the body runs.
    func observingStarts<Value: Sendable>(
        on client: EngineClient, _ body: (StartEvents?) async throws -> Value
    ) async throws -> Value {
        try await StartEvents.during(
            on: client, with: session.traits, owner: request.owner,
            warn: { [surroundings] in surroundings.warn($0) }, body)
    }

    private func withStreams(
        _ keys: ArraySlice<StreamKey>, opened: [StreamKey: JobStream],
        _ body: @Sendable ([StreamKey: JobStream]) async throws -> RunEnd
    ) async throws -> RunEnd {
        guard let key = keys.first else { return try await body(opened) }
        let (fixture, trace) = try part.source(of: key)
        let session = engines.first { $0.serves(key.configuration) }?.session ?? session
        let name = "\(plan.scenario)-\(key.name)"
        let place = FilePath("\(directory.trees)/\(name)")
        return try await fixture.withWorkingTree(in: place, trace: trace, seed: plan.seed) { tree in
            var opened = opened
            opened[key] = JobStream(
                fixture: fixture, configuration: key.configuration, trace: trace, tree: tree,
                traits: session.traits, archives: "\(directory.path)/archives/\(name)")
            return try await withStreams(keys.dropFirst(), opened: opened, body)
        }
    }

    /// All jobs between the first audits and the last.
    private func runSeries(_ jobs: [PlannedJob], on engines: [RunEngine]) async throws -> RunEnd {
        var engines = engines
        let told = Shared<Set<AuditedObject.Key>>([])
        for index in engines.indices {
            engines[index].surroundings.audits = try await AuditKeeper.open(for: self, engines[index], told: told)
            engines[index].surroundings.images = ImageAccount(of: engines[index])
        }
        let end = try await runAll(jobs, on: engines)
        for engine in engines {
            let run = engine.surroundings
            if end != .engineLost { try await run.audits?.close() }
            if end == .finished { try await surveyRemainders(of: engine) }
            if end != .engineLost { await removeLastImages(of: run.streams) }
        }
        return end
    }

    private func runAll(_ jobs: [PlannedJob], on engines: [RunEngine]) async throws -> RunEnd {
        let batches = BatchRunner(
            dispatch: LocalDispatch(engines: engines.map { ($0, runner(on: $0)) }), surroundings: surroundings,
            scenario: plan.scenario, progress: progress)
        for batch in JobBatch.all(of: jobs) {
            let engine = engines.first { engine in batch.jobs.contains { engine.serves($0.configuration) } }
            let sampler = HostSampler(engine: engine?.session.embedded?.processIdentifier)
            let end = try await batches.run(batch, sampledBy: sampler)
            guard end == .finished else { return end }
            if batch.isLevel { try await engine?.surroundings.audits?.followTogether() }
        }
        if Task.isCancelled { return .interrupted }
        // A short query at the end: interrupted here, it would never be repeated, as no job is left to run again.
        try await shieldedFromCancellation {
            for engine in engines { try await engine.surroundings.images?.record() }
        }
        return .finished
    }

    private func runner(on engine: RunEngine) -> JobRunner {
        let session = engine.session
        var run = engine.surroundings
        var settings = JobSettings(
            run: request.run, scenario: plan.scenario, workload: plan.workload, extraHosts: session.extraHosts,
            artifacts: request.artifacts ?? directory.artifacts)
        (settings.buildx, settings.secrets) = (buildx(of: session), plan.secrets ?? [])
        // Further engines have no such mirror, and a build on one engine must be found in another's cache.
        if run.fleet == nil, run.policies == nil {
            settings.gitHosts = session.gitHosts
        } else {
            run.ownBases = nil
        }
        return JobRunner(client: session.client, settings: settings, surroundings: run)
    }

    /// Its own files are the run's, and are kept from job to job, as a user's are.
    func buildx(of session: EngineSession) -> Buildx? {
        guard plan.usesBuildx else { return nil }
        return session.buildx.map { Buildx($0, directory: directory.buildx) }
    }

    private func surveyRemainders(of engine: RunEngine) async throws {
        let run = engine.surroundings
        let named = engine.session.source.flatMap { source in
            plan.jobs.first { $0.configuration.engine == source }?.configuration.name
        }
        var remainder = await run.ledger?.survey(of: named) ?? []
        for (configuration, engine) in run.policies?.byConfiguration(of: plan) ?? [] {
            remainder += await engine.ledger.survey(of: configuration)
        }
        if !remainder.isEmpty { try await journal.note(remainder) }
    }

    /// An engine that is taken down anyway needs no cleanup; a foreign one is left as it was found, unless its cache is for
    /// later jobs.
    private func removeLastImages(of streams: [StreamKey: JobStream]) async {
        guard session.embedded == nil, request.cache == .own else { return }
        for stream in streams.values {
            guard let image = await stream.image else { continue }
            do {
                _ = try await shieldedFromCancellation { try await session.client.removeImage(image) }
            } catch {
                surroundings.warn("image \(image) stays on the engine: \(error). `plimsoll clean` removes it.")
            }
        }
    }
}

/// Jobs outside the plan that warm a worker again: a resumed run, on a new engine or after a kill, finds no cache, and
/// its next jobs would be counted as warm though they are cold. They have negative positions and are tagged as
/// warm-ups.
enum Rewarming {
    private struct Lap: Hashable {
        let round: Int
        let purpose: PlannedJob.Purpose

        init(_ job: PlannedJob) { (round, purpose) = (job.round, job.purpose) }
    }

    /// The remaining jobs, each stream's warm-up right before the lap of its first job: what a lap does to shared
    /// images is then done before a later stream is warmed, and not after.
    static func inserted(into remaining: [PlannedJob], of plan: Plan) -> [PlannedJob] {
        var warming = Dictionary(grouping: jobs(before: remaining, in: plan)) { job in
            remaining.first { StreamKey($0) == StreamKey(job) }.map(Lap.init)
        }
        return remaining.flatMap { job in (warming.removeValue(forKey: Lap(job)) ?? []) + [job] }
    }

    /// One job for each stream whose first remaining job is not its first of the plan: the change just before it.
    /// Streams whose engine is made cold before each job need none.
    static func jobs(before remaining: [PlannedJob], in plan: Plan) -> [PlannedJob] {
        var seen: Set<StreamKey> = []
        return remaining.filter { seen.insert(StreamKey($0)).inserted }.compactMap { next in
            guard !next.configuration.isAlwaysCold,
                var job = plan.jobs.last(where: { $0.position < next.position && StreamKey($0) == StreamKey(next) })
            else { return nil }
            job.position = -1 - job.position
            (job.warmup, job.cold, job.direct, job.weight) = (true, false, nil, 0)
            // Its effect on the engine has been made, or will still be made by the remaining jobs.
            job.change.preparation = nil
            return job
        }
    }
}
