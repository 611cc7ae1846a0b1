import Foundation
import Lab
import Model
import Store
import Tracking

/// Measures the commits that a bisection asks for, each by a run of its own.
struct BisectionRun {
    /// What one run measured.
    struct Measured {
        let figures: ProbeFigures
        let run: UUID
        let builds: Int
        let seconds: Double
    }

    /// Why the runs do not count: no report, history or baseline takes them.
    static let exclusion = "probe of a bisection"

    let suite: BisectedSuite
    let metric: BisectedMetric
    let engine: EngineChoice
    let stateDirectory: String
    let database: String
    let results: ResultsDatabase
    let seed: UInt64
    let quiet: Bool

    /// - Parameter number: how many runs were made before.
    /// - Throws: `ExitCode` where the run was stopped, or lost its engine.
    func measure(_ probe: Bisection.Probe, number: Int) async throws -> Measured {
        let loaded = try await suite.loaded(probe, number: number)
        let record = await RunRecord(
            scenarios: [loaded], profile: loaded.plan.profile, seed: seed, commandLine: CommandLine.arguments)
        let terminal = Terminal.standard
        // Jobs are shown as a bar only: there are hundreds.
        let progress = RunProgressDisplay(
            json: false, quiet: quiet || !terminal.isInteractive, terminal: terminal,
            place: RecordPlace(database: database, run: record.id))
        let began = ContinuousClock.now
        let (end, summary) = try await ScenarioRun(
            scenarios: [loaded], record: record, resumed: false, engine: engine, stateDirectory: stateDirectory,
            results: results, progress: progress, exclusion: Self.exclusion
        ).run()
        guard end == .finished else {
            terminal.message("the bisection was stopped before its end (\(end.rawValue)); run it again")
            throw end.exitStatus
        }
        let time = (ContinuousClock.now - began).components
        return Measured(
            figures: try ProbeFigures.read(results, run: record.id, of: metric), run: record.id, builds: summary.jobs,
            seconds: Double(time.seconds) + Double(time.attoseconds) / 1e18)
    }
}
