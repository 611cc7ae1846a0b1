import Engine
import Fixtures
import Housekeeping
import Model
import Provision

package struct RunExecutor: Sendable {
    /// After this many losses without a finished job between them, the engine is given up.
    private static let lossesAllowed = 3
    /// How long a foreign engine may take to come back.
    private static let patience = Duration.seconds(60)

    private let journal: any RunJournal
    private let stop: StopSignal
    private let events: @Sendable (LabEvent) -> Void

    package init(journal: any RunJournal, stop: StopSignal, events: @escaping @Sendable (LabEvent) -> Void) {
        (self.journal, self.stop, self.events) = (journal, stop, events)
    }

    /// Runs every job that has no outcome yet. Throws when the engine cannot be prepared, or the journal not be
    /// written.
    package func run(_ request: RunRequest) async throws -> RunEnd {
        try request.requireOneRegistry()
        let engine = request.engine.foreignEndpoint
        return try await RunDirectory.with(run: request.run, state: request.stateDirectory, engine: engine) {
            directory in
            let progress = RunProgress(request)
            let successor =
                engine == nil
                ? "a new engine, whose cache is cold: each stream is warmed first" : "the same engine"
            var isFirst = true
            var losses = 0
            while true {
                let doneBefore = await progress.done
                let end = try await EngineSession.withAll(request, events: events) { [isFirst] sessions in
                    if isFirst { try await begin(request, on: sessions, in: directory) }
                    return try await runParts(of: request, on: sessions, in: directory, progress, isFirst: isFirst)
                }
                isFirst = false
                guard end == .engineLost else { return end }
                losses = await progress.done > doneBefore ? 1 : losses + 1
                guard losses <= Self.lossesAllowed, !stop.isRequested, await engineIsBack(request.engine) else {
                    return .engineLost
                }
                events(.warning("the engine was lost; continuing with the remaining jobs on \(successor)"))
            }
        }
    }

    private func runParts(
        of request: RunRequest, on sessions: [EngineSession], in directory: RunDirectory, _ progress: RunProgress,
        isFirst: Bool
    ) async throws -> RunEnd {
        // An embedded engine is new, and so is its cache: only builders that share it need images of their own.
        let isShared = request.parts.contains { $0.plan.sharesCache }
        let engines = sessions.map { session in
            var run = JobSurroundings(journal: journal, events: events, stop: stop)
            run.memory = CacheMemory(
                isNew: isFirst && request.parts.allSatisfy(\.finished.isEmpty), of: request.cache)
            run.preparation = EnginePreparation(isEmbedded: session.embedded != nil, provided: session.provided) {
                guard session.embedded == nil else { return }
                try await RunMarker(of: request.run).put(on: session.client)
            }
            run.ownBases =
                (session.embedded == nil && request.cache == .own) || isShared
                ? OwnBases(
                    on: session.client, with: session.traits.usualBuilder, owner: request.owner,
                    directory: directory.path + "/dockerfiles", separatesBuilders: isShared) : nil
            return RunEngine(session: session, surroundings: run)
        }
        return try await cleaningUp({ for engine in engines { await engine.surroundings.ownBases?.remove() } }) {
            for part in request.parts {
                let end = try await ProbeTargets.with(part, run: request.owner, on: engines) { engines in
                    try await PlanRunner(
                        request: request, part: part, engines: engines, directory: directory, journal: journal,
                        progress: progress
                    ).run()
                }
                guard end == .finished else { return end }
            }
            return .finished
        }
    }

    /// A new embedded engine can always be brought up; a foreign one is waited for.
    private func engineIsBack(_ choice: EngineChoice) async -> Bool {
        guard case .foreign(let endpoint) = choice else { return true }
        let limit = ContinuousClock.now + Self.patience
        while ContinuousClock.now < limit, !stop.isRequested {
            if (try? await EngineClient.withClient(endpoint) { try await $0.ping() }) != nil { return true }
            try? await Task.sleep(for: .seconds(1))
        }
        return false
    }
}

extension RunExecutor {
    private func begin(
        _ request: RunRequest, on sessions: [EngineSession], in directory: RunDirectory
    ) async throws {
        try await journal.begin(on: sessions.fingerprint)
        let points = sessions.flatMap(\.points)
        if !points.isEmpty { try await journal.record(points, of: nil) }
        try await recordWorker(request)
        try await recordContexts(of: request)
        guard let traits = sessions.first?.traits else { return }
        let reach = RoundReach(traits: traits, trees: directory.trees)
        for part in request.parts {
            for sentence in try await reach.warnings(of: part) { events(.warning(sentence)) }
        }
    }

    /// What the worker offers, and which packages it needs, where a plan is about it. What cannot be computed is a
    /// warning: the run goes on without it.
    private func recordWorker(_ request: RunRequest) async throws {
        let questions = Set(request.parts.flatMap(\.plan.questions))
        if questions.contains("ops-requirements") {
            let inspection = await HostInspection.inspect(stateDirectory: request.stateDirectory)
            try await journal.note(inspection.findings.map(RequirementRecord.init))
        }
        if questions.contains("worker-dependencies"), let workers = try await workerPackages(of: request) {
            try await journal.record(workers.points, of: nil)
        }
    }

    private func workerPackages(of request: RunRequest) async throws -> WorkerPackages? {
        do {
            let list = PackageList(merging: try request.packageLists.map(PackageList.load))
            guard !list.apt.isEmpty else {
                events(.warning("no list of packages is next to the fixtures: a worker's packages are not computed"))
                return nil
            }
            return try await WorkerPackages.compute(list, stateDirectory: request.stateDirectory) { [events] in
                events(.preparing($0))
            }
        } catch let error as PreparationError {
            events(.warning("what a worker needs could not be computed: \(error)"))
            return nil
        }
    }

    /// What the contexts of replayed repositories will lack. One that cannot be searched is a warning.
    private func recordContexts(of request: RunRequest) async throws {
        var (submodules, objects) = (0, 0)
        for part in request.parts {
            for (name, fixture) in part.fixtures.sorted(by: { $0.key < $1.key }) {
                guard let trace = part.traces[name] else { continue }
                do {
                    let missing = try await fixture.missingContents(in: trace)
                    for sentence in missing.sentences(fixture: name) { events(.warning(sentence)) }
                    submodules += missing.submodules.count
                    objects += missing.objects.count
                } catch let error as FixtureError {
                    events(.warning("\(name): whether its contexts are complete is not known: \(error)"))
                }
            }
        }
        let points = [(ContextPoint.missingSubmodules, submodules), (.missingObjects, objects)]
            .filter { $0.1 > 0 }.map { $0.0.point($0.1) }
        if !points.isEmpty { try await journal.record(points, of: nil) }
    }
}

extension RequirementRecord {
    fileprivate init(_ finding: HostFinding) {
        self.init(
            area: finding.area.rawValue, name: finding.name, state: finding.state.rawValue, found: finding.found,
            neededFor: finding.neededFor, remedy: finding.remedy, isRequired: finding.isRequired)
    }
}

/// Which planned jobs have an outcome, over all plans of a run and all engines that it uses.
actor RunProgress {
    private var finished: [String: Set<Int>]
    nonisolated let total: Int

    init(_ request: RunRequest) {
        finished = Dictionary(request.parts.map { ($0.plan.scenario, $0.finished) }, uniquingKeysWith: { $0.union($1) })
        total = request.parts.reduce(0) { $0 + $1.plan.jobs.count }
    }

    var done: Int { finished.values.reduce(0) { $0 + $1.count } }

    func remaining(of plan: Plan) -> [PlannedJob] {
        let done = finished[plan.scenario] ?? []
        return plan.jobs.filter { !done.contains($0.position) }
    }

    func finish(_ position: Int, of scenario: String) { finished[scenario, default: []].insert(position) }
}
