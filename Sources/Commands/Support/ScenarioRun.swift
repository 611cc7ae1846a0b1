import Foundation
import Lab
import Model
import Store

/// A run of scenarios from its beginning to its end: what dead runs left is removed, every job that has no outcome yet is run, and how
/// it ended is noted.
struct ScenarioRun {
    let scenarios: [LoadedScenario]
    /// The run as it will be recorded, or was when it began.
    let record: RunRecord
    /// Whether it goes on.
    let resumed: Bool
    let engine: EngineChoice
    let stateDirectory: String
    let results: ResultsDatabase
    let progress: RunProgressDisplay

    /// Runs it; the first signal stops it after the job in flight, the second at once.
    ///
    /// - Returns: how it ended, and the run as it was recorded.
    /// - Throws: `StoppedEarly` where nothing was recorded; what keeps the engine from being made ready, or the database from being
    ///   written.
    func run() async throws -> (end: RunEnd, summary: RunSummary) {
        for loaded in scenarios where !loaded.missingRuntimes.isEmpty {
            let names = loaded.missingRuntimes.joined(separator: ", ")
            progress.tell(
                .warning("\(loaded.plan.scenario): left out what \(names) would run, which the engine does not have"))
        }
        let removed = try await LeftBehind(stateDirectory: stateDirectory).remove { [progress] in
            progress.tell(.preparing($0))
        }
        for object in removed {
            progress.tell(.warning("removed what an interrupted run left: \(object)"))
        }
        let writer = PatientWriter(results) { [progress] in progress.tell(.warning($0)) }
        let end: RunEnd
        do {
            end = try await execute(try request(), writer)
        } catch {
            await noteFailure(error)
            throw error
        }
        progress.finish()
        guard let summary = try results.run(record.id) else { throw StoppedEarly() }
        try await writer.write { [record] in try $0.end(run: record.id, at: Date(), reason: end.rawValue) }
        EndingSignals.restore()
        return (end, summary)
    }

    private func request() throws -> RunRequest {
        RunRequest(
            run: record.id,
            parts: try scenarios.map {
                let finished =
                    resumed ? try results.savedPositions(run: record.id, scenario: $0.plan.scenario) : []
                return RunRequest.Part(
                    plan: $0.plan, fixtures: $0.fixtures, traces: $0.traces, finished: finished)
            },
            engine: engine, stateDirectory: stateDirectory,
            packageLists: Set(scenarios.compactMap(\.packageList)).sorted(),
            providedImages: scenarios.lazy.compactMap(\.providedImages).first)
    }

    /// Records how a run ended that an error broke off, so that it is not taken for one that was killed. Where the database is locked it
    /// waits one more minute.
    private func noteFailure(_ error: any Error) async {
        let isLocked = (error as? ResultsError)?.code == .locked
        let writer = PatientWriter(results, patience: .seconds(60)) { [progress] in progress.tell(.warning($0)) }
        do {
            try await writer.write { [record] in
                guard try $0.run(record.id) != nil else { return }
                try $0.end(run: record.id, at: Date(), reason: isLocked ? "database_locked" : "failed")
            }
        } catch {
            progress.tell(.warning("how the run ended is not on record: \(error)"))
        }
    }

    private func execute(_ request: RunRequest, _ writer: PatientWriter) async throws -> RunEnd {
        let stop = StopSignal()
        let journal = DatabaseJournal(database: results, writer: writer, run: record, resumed: resumed)
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
