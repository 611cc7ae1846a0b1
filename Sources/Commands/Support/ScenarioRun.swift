import Engine
import Foundation
import Housekeeping
import Lab
import Model
import Provision
import Store

/// A run of scenarios from beginning to end: removes what dead runs left, runs every job that has no outcome yet, and
/// records how the run ended.
struct ScenarioRun {
    let scenarios: [LoadedScenario]
    let record: RunRecord
    let resumed: Bool
    let engine: EngineChoice
    let stateDirectory: String
    let results: ResultsDatabase
    let progress: RunProgressDisplay
    /// Why the run does not count; nil if it counts.
    var exclusion: String?
    /// The revision whose jobs each leave a container behind, for a self-check; nil: none.
    var leakingRevision: String?
    var cache = CacheUse.own
    /// The folder that gets the artifacts; nil: they are removed with the run.
    var artifacts: String?

    /// The first signal stops it after the job in flight, the second at once.
    /// - Returns: how it ended, and the run as it was recorded.
    /// - Throws: `StoppedEarly` where nothing was recorded; errors in preparing the engine or writing the database.
    func run() async throws -> (end: RunEnd, summary: RunSummary) {
        for loaded in scenarios where !loaded.missingRuntimes.isEmpty {
            let names = loaded.missingRuntimes.joined(separator: ", ")
            progress.tell(
                .warning("\(loaded.plan.scenario): left out jobs with \(names): the engine lacks this runtime"))
        }
        for sentence in scenarios.flatMap(\.sessionNotes) { progress.tell(.warning(sentence)) }
        let removed = try await LeftBehind.remove(in: stateDirectory) { [progress] in
            progress.tell(.preparing($0))
        }
        for object in removed { progress.tell(.warning("removed what an interrupted run left: \(object)")) }
        let writer = PatientWriter(results) { [progress] in progress.tell(.warning($0)) }
        let end: RunEnd
        do { end = try await execute(try request(), writer) } catch {
            await noteFailure(error)
            throw error
        }
        progress.finish()
        // At the end, beside the failures that such an entry did not cover.
        for sentence in scenarios.flatMap(\.unmatchedFailures) { progress.tell(.warning(sentence)) }
        guard let summary = try results.run(record.id) else { throw StoppedEarly() }
        try await writer.write { [record] in try $0.end(run: record.id, at: Date(), reason: end.rawValue) }
        EndingSignals.restore()
        return (end, summary)
    }

    private func request() throws -> RunRequest {
        RunRequest(
            run: record.id,
            parts: try scenarios.map {
                let finished = resumed ? try results.savedPositions(run: record.id, scenario: $0.plan.scenario) : []
                return RunRequest.Part(
                    plan: $0.plan, fixtures: $0.fixtures, traces: $0.traces, references: $0.references,
                    finished: finished)
            },
            engine: engine, stateDirectory: stateDirectory,
            packageLists: Set(scenarios.compactMap(\.packageList)).sorted(),
            providedImages: scenarios.lazy.compactMap(\.providedImages).first, leakingRevision: leakingRevision,
            cache: cache, artifacts: artifacts)
    }

    /// Records the end of a run that an error interrupted, so that it is not taken for one that was killed. Where the
    /// database is locked it waits one more minute.
    private func noteFailure(_ error: any Error) async {
        let isLocked = (error as? ResultsError)?.code == .locked
        let writer = PatientWriter(results, patience: .seconds(60)) { [progress] in progress.tell(.warning($0)) }
        do {
            try await writer.write { [record] in
                guard try $0.run(record.id) != nil else { return }
                try $0.end(run: record.id, at: Date(), reason: isLocked ? "database_locked" : "failed")
            }
        } catch {
            progress.tell(.warning("the end of the run could not be recorded: \(error)"))
        }
    }

    private func execute(_ request: RunRequest, _ writer: PatientWriter) async throws -> RunEnd {
        let stop = StopSignal()
        let journal = DatabaseJournal(
            database: results, writer: writer, run: record, resumed: resumed, exclusion: exclusion)
        let executor = RunExecutor(journal: journal, stop: stop) { [progress] in progress.tell($0) }
        do {
            return try await Interruption.handled(stop: stop) { [progress] in
                progress.tell(.warning($0))
            } _: {
                try await executor.run(request)
            }
        } catch is CancellationError {
            return .interrupted
        } catch {
            progress.finish()
            throw error
        }
    }
}

extension RunRecord {
    /// A run that is about to begin; its fingerprint is known only when its engine is.
    init(
        scenarios: [LoadedScenario], profile: String, seed: UInt64, commandLine: [String], against: UUID? = nil
    ) async {
        self.init(
            id: UUID(), toolVersion: ToolVersion.number, toolCommit: await ToolVersion.commit(),
            commandLine: ["plimsoll"] + commandLine.dropFirst(), profile: profile, seed: seed,
            planHash: Digest.sha256(scenarios.map(\.plan.hash).joined(separator: " ")),
            plannedJobs: scenarios.reduce(0) { $0 + $1.plan.jobs.count }, startedAt: Date(),
            scenarios: scenarios.map {
                ScenarioEntry(
                    name: $0.plan.scenario, hash: $0.plan.scenarioHash, questions: $0.plan.questions, text: $0.text,
                    sources: $0.sources)
            },
            fingerprint: Fingerprint(), against: against)
    }
}

/// What killed runs left: their engines, their labelled objects on foreign engines, their directories.
enum LeftBehind {
    /// Removes it; leaves what belongs to an active run.
    /// - Returns: what was removed.
    static func remove(
        in stateDirectory: String, progress: @escaping @Sendable (String) -> Void
    ) async throws -> [RemovedObject] {
        var removed = try await EmbeddedEngine.sweep(stateDirectory: stateDirectory, progress: progress)
            .map { RemovedObject(kind: .engine, name: $0) }
        removed += try await EmbeddedRegistry.sweep(stateDirectory: stateDirectory, progress: progress)
            .map { RemovedObject(kind: .registry, name: $0) }
        for run in RunDirectory.abandoned(in: stateDirectory) {
            if let engine = run.engine { removed += try await clean(engine, of: run, progress) }
            try FileManager.default.removeItem(atPath: run.path)
            removed.append(RemovedObject(kind: .directory, name: run.path))
        }
        return removed
    }

    /// An engine that does not answer is reported, and does not prevent the next run from starting.
    private static func clean(
        _ engine: String, of run: RunDirectory.Abandoned, _ progress: @Sendable (String) -> Void
    ) async throws -> [RemovedObject] {
        do {
            let endpoint = try EngineEndpoint(engine, environment: ProcessInfo.processInfo.environment)
            return try await EngineClient.withClient(endpoint) { client in
                let removal = try await LabelledObjects(on: client).remove(owner: run.run)
                for line in removal.held { progress("on \(engine), \(line)") }
                return removal.removed
            }
        } catch let error as EngineError {
            progress(
                "objects of run \(run.run) may be left on \(engine): \(error.description); "
                    + "`plimsoll clean --engine \(engine)` removes them once it answers again")
            return []
        }
    }
}
