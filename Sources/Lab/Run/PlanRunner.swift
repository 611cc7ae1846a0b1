import Engine
import Fixtures
import Housekeeping
import Model
import SystemPackage

/// Runs the jobs of one plan that have no outcome yet, on one engine and on those that the plan brings up beside it.
struct PlanRunner: Sendable {
    let request: RunRequest
    let part: RunRequest.Part
    let session: EngineSession
    let memory: CacheMemory
    let preparation: EnginePreparation
    /// The run's own base images, where the engine is foreign.
    var ownBases: OwnBases?
    let directory: RunDirectory
    let journal: any RunJournal
    let stop: StopSignal
    let progress: RunProgress
    let events: @Sendable (LabEvent) -> Void
    var auditLimits = AuditLimits()

    /// The engines that the plan brings up beside the run's own.
    private struct Beside: Sendable {
        var cache: CentralCache?
        var policies: PolicyEngines?
    }

    private var plan: Plan { part.plan }

    /// The ledger of the run's own engine, where this plan keeps one and builds there one job at a time. With policies,
    /// each policy has its own engine.
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
                    try await runSeries(jobs, in: streams, Beside(cache: cache, policies: policies))
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
            throw LabError.missing(fixture: key.fixture)
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

    // MARK: - The series

    /// All jobs between the first audit and the last.
    private func runSeries(
        _ jobs: [PlannedJob], in streams: [StreamKey: JobStream], _ beside: Beside
    ) async throws -> RunEnd {
        let audits = try await AuditKeeper.open(
            for: plan, run: request.run, on: session, in: directory, Array(streams.values), ownBases: ownBases,
            journal: journal, limits: auditLimits
        ) { events(.warning($0)) }
        let end = try await runAll(jobs, in: streams, beside, audits)
        if end != .engineLost { try await audits?.close() }
        if end == .finished { try await surveyRemainders(beside.policies) }
        if end != .engineLost { await removeLastImages(of: streams) }
        return end
    }

    private func runAll(
        _ jobs: [PlannedJob], in streams: [StreamKey: JobStream], _ beside: Beside, _ audits: AuditKeeper?
    ) async throws -> RunEnd {
        let images = ImageAccount(session: session, journal: journal, events: events)
        let runner = jobRunner(streams, beside, audits, images)
        let levels = LevelRunner(
            runner: runner, sampler: HostSampler(engine: session.embedded?.processIdentifier), progress: progress)
        for batch in JobBatch.all(of: jobs) {
            let end =
                batch.isLevel
                ? try await levels.run(batch.jobs, in: streams)
                : try await runInTurn(batch.jobs, in: streams, by: runner, beside)
            guard end == .finished else { return end }
            if batch.isLevel { try await audits?.followTogether() }
        }
        if Task.isCancelled { return .interrupted }
        // A short query at the end: interrupted here, it would never be repeated, as no job is left to run again.
        try await shieldedFromCancellation { try await images.record(of: streams) }
        return .finished
    }

    private func jobRunner(
        _ streams: [StreamKey: JobStream], _ beside: Beside, _ audits: AuditKeeper?, _ images: ImageAccount
    ) -> JobRunner {
        var settings = JobSettings(
            run: request.run, scenario: plan.scenario, workload: plan.workload, extraHosts: session.extraHosts,
            artifacts: directory.artifacts)
        var surroundings = JobSurroundings(
            journal: journal, events: events, stop: stop, seed: plan.seed, memory: memory, preparation: preparation,
            embedded: session.embedded, directory: directory,
            readsStepSizes: engineLedger != nil || beside.policies != nil, ledger: ledger, audits: audits,
            images: images, cache: beside.cache, policies: beside.policies, streams: streams)
        // Second engines have no such mirror, and a build on one engine must be found in another's cache.
        if beside.cache == nil, beside.policies == nil {
            settings.gitHosts = session.gitHosts
            surroundings.ownBases = ownBases
        }
        return JobRunner(client: session.client, settings: settings, surroundings: surroundings)
    }

    private func runInTurn(
        _ jobs: [PlannedJob], in streams: [StreamKey: JobStream], by runner: JobRunner, _ beside: Beside
    ) async throws -> RunEnd {
        for job in jobs {
            if stop.isRequested || Task.isCancelled { return .interrupted }
            guard let stream = streams[StreamKey(job)] else { throw LabError.missing(fixture: job.fixture) }
            events(.jobBegan(job, done: await progress.done, total: progress.total))
            let ended = try await runner.run(job, in: stream)
            let record = ended.record
            // A cancelled job of the plan stays in the journal as it ended, but is left to be run again.
            if job.position >= 0, ended.isDone { await progress.finish(job.position, of: plan.scenario) }
            events(.jobEnded(record, done: await progress.done, total: progress.total))
            // One stop ends a bare command at once, but no job: only here does the plan's last job end cancelled by it.
            if record.direct?.end == .cancelled { return .interrupted }
            let client = beside.policies?.engine(for: job)?.engine.client ?? session.client
            if record.outcome == .engineLost, await !client.answers() { return .engineLost }
            if ![.succeeded, .cancelled].contains(record.outcome), await beside.cache?.isLost() ?? false {
                events(.warning("the registry or the second engine was lost"))
                return .engineLost
            }
        }
        return .finished
    }

    // MARK: - Its end

    /// Records the parts of the unreported disk space on every engine whose ledger this plan kept.
    private func surveyRemainders(_ policies: PolicyEngines?) async throws {
        var remainder = await ledger?.survey() ?? []
        for (configuration, engine) in policies?.byConfiguration(of: plan) ?? [] {
            remainder += await engine.ledger.survey(of: configuration)
        }
        if !remainder.isEmpty { try await journal.note(remainder) }
    }

    /// An engine that is taken down anyway needs no cleanup; a foreign one is left as it was found.
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

/// Jobs outside the plan that warm a worker again after the run was interrupted.
///
/// A resumed run, on a new engine or after a kill, finds no cache. Without these jobs its next jobs would be counted as
/// warm though they are cold. They have negative positions and are tagged as warm-ups.
enum Rewarming {
    /// The remaining jobs, with warm-up jobs for their streams. Each warm-up comes right before the lap of its stream's
    /// first job. What a lap does to shared images is then done before a later stream is warmed, and not after.
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
        var result: [PlannedJob] = []
        for next in remaining where seen.insert(StreamKey(next)).inserted {
            guard next.configuration.cache.map({ $0 == .local }) ?? true else { continue }
            let last = plan.jobs.last { $0.position < next.position && StreamKey($0) == StreamKey(next) }
            guard let last else { continue }
            var job = last
            job.position = -1 - last.position
            job.warmup = true
            job.cold = false
            job.direct = nil
            job.weight = 0
            // Its effect on the engine has been made, or will still be made by the remaining jobs.
            job.change.preparation = nil
            result.append(job)
        }
        return result
    }

    private struct Lap: Hashable {
        let round: Int
        let purpose: PlannedJob.Purpose

        init(_ job: PlannedJob) {
            round = job.round
            purpose = job.purpose
        }
    }
}
