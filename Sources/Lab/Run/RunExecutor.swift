import Engine
import Housekeeping
import Model

/// Carries out a run: prepares the engine, runs each plan, and continues after the engine was lost.
package struct RunExecutor: Sendable {
    /// After this many losses without a finished job between them, the engine is given up.
    private static let lossesAllowed = 3
    /// How long a foreign engine may take to come back, in seconds.
    private static let patience: Double = 60

    private let journal: any RunJournal
    private let stop: StopSignal
    private let events: @Sendable (LabEvent) -> Void

    package init(journal: any RunJournal, stop: StopSignal, events: @escaping @Sendable (LabEvent) -> Void) {
        self.journal = journal
        self.stop = stop
        self.events = events
    }

    /// Runs every job that has no outcome yet.
    ///
    /// - Throws: when the engine cannot be prepared, or the journal cannot be written.
    package func run(_ request: RunRequest) async throws -> RunEnd {
        let engine = request.engine.foreignEndpoint
        return try await RunDirectory.with(run: request.run, state: request.stateDirectory, engine: engine) {
            directory in
            let progress = RunProgress(request)
            var begun = false
            while true {
                let doneBefore = await progress.done
                let first = !begun
                let end = try await EngineSession.with(request, events: events) { session in
                    if first {
                        try await journal.begin(on: session.fingerprint)
                        if !session.points.isEmpty { try await journal.record(session.points, of: nil) }
                        try await WorkerEvidence(request: request, events: events).record(in: journal)
                        try await ContextEvidence(request: request, events: events).record(in: journal)
                    }
                    return try await runParts(of: request, on: session, in: directory, progress, isFirst: first)
                }
                begun = true
                guard end == .engineLost else { return end }
                let advanced = await progress.done > doneBefore
                guard await progress.noteLoss(advanced: advanced) <= Self.lossesAllowed, !stop.isRequested,
                    await engineIsBack(request.engine)
                else { return .engineLost }
                events(.warning("the engine was lost; going on with the remaining jobs on \(request.engine.successor)"))
            }
        }
    }

    private func runParts(
        of request: RunRequest, on session: EngineSession, in directory: RunDirectory, _ progress: RunProgress,
        isFirst: Bool
    ) async throws -> RunEnd {
        let memory = CacheMemory(isNew: isFirst && request.parts.allSatisfy(\.finished.isEmpty))
        let preparation = EnginePreparation(isEmbedded: session.embedded != nil, provided: session.provided) {
            guard session.embedded == nil else { return }
            try await RunMarker(of: request.run).put(on: session.client)
        }
        return try await withOwnBases(request, on: session, in: directory) { bases in
            for part in request.parts {
                let end = try await ProbeTargets.with(part, run: request.owner, on: session) { session in
                    let runner = PlanRunner(
                        request: request, part: part, session: session, memory: memory,
                        preparation: preparation, ownBases: bases, directory: directory, journal: journal, stop: stop,
                        progress: progress, events: events)
                    return try await runner.run()
                }
                guard end == .finished else { return end }
            }
            return .finished
        }
    }

    /// An embedded engine is new, and so is its cache.
    private func withOwnBases(
        _ request: RunRequest, on session: EngineSession, in directory: RunDirectory,
        _ body: (OwnBases?) async throws -> RunEnd
    ) async throws -> RunEnd {
        guard session.embedded == nil else { return try await body(nil) }
        let bases = OwnBases(
            on: session.client, owner: request.owner, directory: directory.path + "/dockerfiles")
        let result: Result<RunEnd, any Error>
        do { result = .success(try await body(bases)) } catch { result = .failure(error) }
        try? await shieldedFromCancellation { await bases.remove() }
        return try result.get()
    }

    /// A new embedded engine can always be brought up; a foreign one is waited for.
    private func engineIsBack(_ choice: EngineChoice) async -> Bool {
        guard case .foreign(let endpoint) = choice else { return true }
        let limit = ContinuousClock.now + .seconds(Self.patience)
        while ContinuousClock.now < limit, !stop.isRequested {
            if (try? await EngineClient.withClient(endpoint) { try await $0.ping() }) != nil { return true }
            try? await Task.sleep(for: .seconds(1))
        }
        return false
    }
}

extension EngineChoice {
    /// What the run continues with after its engine was lost.
    fileprivate var successor: String {
        switch self {
        case .embedded: "a new engine, whose cache is cold: each stream is warmed first"
        case .foreign: "the same engine"
        }
    }
}

/// Which planned jobs have an outcome, over all plans of a run and all engines that it uses.
actor RunProgress {
    private var finished: [String: Set<Int>]
    private var losses = 0
    /// Number of planned jobs of all plans.
    nonisolated let total: Int

    init(_ request: RunRequest) {
        finished = Dictionary(
            request.parts.map { ($0.plan.scenario, $0.finished) }, uniquingKeysWith: { $0.union($1) })
        total = request.plannedJobs
    }

    /// How many planned jobs have an outcome.
    var done: Int { finished.values.reduce(0) { $0 + $1.count } }

    func isFinished(_ position: Int, of scenario: String) -> Bool {
        finished[scenario]?.contains(position) ?? false
    }

    func finish(_ position: Int, of scenario: String) {
        finished[scenario, default: []].insert(position)
    }

    /// Counts a loss of the engine; the count restarts when jobs were finished since the last one.
    func noteLoss(advanced: Bool) -> Int {
        losses = advanced ? 1 : losses + 1
        return losses
    }
}
