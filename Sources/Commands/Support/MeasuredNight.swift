import Foundation
import Lab
import Model
import Store
import Tracking

/// Measures single nights of a self-check.
struct MeasuredNight: Sendable {
    private static let profile = "quick"

    /// Where the repository is.
    let folder: String
    let results: ResultsDatabase
    let engine: EngineChoice
    let stateDirectory: String
    let database: String
    let seed: UInt64
    let tell: @Sendable (String) -> Void

    /// One run of the branch as it is now.
    /// - Parameters:
    ///   - first: the run that it is held against; nil: it is the first.
    ///   - leaking: the commit whose jobs each leave a container behind.
    ///   - isLoaded: whether a process keeps one core busy meanwhile.
    /// - Throws: `CancellationError` where a signal stopped it; `ExitCode` where the engine was lost.
    func run(
        against first: RunSummary? = nil, leaking: String? = nil, isLoaded: Bool = false
    ) async throws -> RunSummary {
        let work: @Sendable () async throws -> UUID = { try await night(against: first, leaking: leaking) }
        let id = isLoaded ? try await BusyProcess.beside(work) : try await work()
        // Last: it says that the night is whole.
        let load = SelfCheckPoint.load.point(isLoaded ? 1 : 0)
        try await PatientWriter(results, tell: tell).write {
            try $0.record([PointRecord(name: load.name, unit: load.unit, at: load.at, value: load.value)], run: id)
        }
        guard let run = try results.run(id) else { throw StoppedEarly() }
        return run
    }

    private func night(against first: RunSummary?, leaking: String?) async throws -> UUID {
        if EndingSignals.haveCome { throw CancellationError() }
        let suite = first.map {
            PinnedSuite(
                base: ("the first night", $0.record), isFollowing: false, rounds: nil, state: stateDirectory)
        }
        let loaded = try await LoadedScenario.load(
            Array(Self.scenario.utf8), file: "\(folder)/nights.yaml", profile: Self.profile, seed: seed, suite: suite
        ) {
            try await engine.runtimes()
        }
        let record = await RunRecord(
            scenarios: [loaded], profile: Self.profile, seed: seed, commandLine: CommandLine.arguments,
            against: first?.id)
        let run = ScenarioRun(
            scenarios: [loaded], record: record, resumed: false, engine: engine, stateDirectory: stateDirectory,
            results: results,
            progress: RunProgressDisplay(
                json: false, quiet: true, terminal: .standard, place: RecordPlace(database: database, run: record.id)),
            exclusion: NightsMeasurement.exclusion, leakingRevision: leaking)
        let end = try await run.tidied(quiet: true)
        if end == .interrupted { throw CancellationError() }
        guard end == .finished else {
            tell("a night was stopped before its end (\(end.rawValue)); run the self-check again")
            throw end.exitStatus
        }
        return record.id
    }

    /// With nothing but what a first scenario needs: every option has its default.
    static let scenario = """
        name: nights
        fixtures:
          - git:
              name: app
              repository: repository
              revisions: main
              dockerfile: Dockerfile
              images: [plimsoll/base:bookworm]
        factors:
          builder: [legacy, buildkit]
        profiles:
          quick: {changes: \(NightTree.history.count - 1)}

        """
}
