import ArgumentParser
import Foundation
import Lab
import Model
import Store
import Tracking

/// One job outside any run: measured into a database of its own, which is removed once its record is written.
struct SingleJob {
    let scenario: LoadedScenario
    let profile: String
    let seed: UInt64
    let engine: EngineChoice
    let workspace: String
    let artifacts: String?
    let quiet: Bool

    /// Runs it, and writes its record and JUnit XML however it ended.
    /// - Parameter record: the file of the record; nil: standard output.
    /// - Throws: `ExitCode` where the job did not succeed; what prevents it from being run or its record from being written.
    func run(record path: String?, junit: String?) async throws {
        let run = await RunRecord(
            scenarios: [scenario], profile: profile, seed: seed, commandLine: CommandLine.arguments)
        if let artifacts {
            try FileManager.default.createDirectory(atPath: artifacts, withIntermediateDirectories: true)
        }
        let folder = try folder(of: run.id)
        let database = "\(folder)/results.sqlite"
        let results = try ResultsDatabase.open(path: database, access: .readWrite)
        var job = ScenarioRun(
            scenarios: [scenario], record: run, resumed: false, engine: engine, stateDirectory: workspace,
            results: results,
            progress: RunProgressDisplay(
                json: false, quiet: quiet, terminal: .standard, place: RecordPlace(database: database, run: run.id)))
        (job.cache, job.artifacts) = (.worker, artifacts)
        let (end, summary): (RunEnd, RunSummary)
        do { (end, summary) = try await job.run() } catch {
            // Before its first job there is nothing to keep.
            if try results.run(run.id) == nil { try FileManager.default.removeItem(atPath: folder) }
            throw error
        }
        do {
            try write(results, .ndjson, run.id, to: path)
            if let junit { try write(results, .junit, run.id, to: junit) }
        } catch {
            Terminal.standard.message("the record of the job stays in \(database): `plimsoll export --db` reads it")
            throw error
        }
        let status = try status(after: end, of: summary, in: results)
        try results.close()
        try FileManager.default.removeItem(atPath: folder)
        if let status { throw status }
    }

    private func folder(of run: UUID) throws -> String {
        let folder = "\(workspace)/jobs/\(run.uuidString.lowercased())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Nil: success.
    private func status(after end: RunEnd, of run: RunSummary, in results: ResultsDatabase) throws -> ExitCode? {
        guard end == .finished, let job = try results.jobs(run: run.id).last else { return end.exitStatus }
        switch job.outcome {
        case .refused, .engineLost: return ExitStatus.error
        default: return try results.unexpectedFailures(of: run) > 0 ? ExitStatus.failedJob : nil
        }
    }

    private func write(_ results: ResultsDatabase, _ format: ExportFormat, _ run: UUID, to path: String?) throws {
        let export = ResultsExport(format: format, run: run, tool: ToolVersion.number)
        try ExportOutput(path: path).write { try export.write(results, to: &$0) }
    }
}
