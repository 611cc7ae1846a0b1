import Engine
import Fixtures
import Foundation
import Lab
import Model
import Store
import Tracking

/// Plants known truths on an engine by a run of its own, and reads them back.
struct EngineProving: Sendable {
    /// Why its run does not count: no report, history or baseline takes it.
    private static let exclusion = "proof of an engine"
    /// When the first commit was made, in seconds since 1970; one follows each day.
    private static let start = 1_767_225_600
    private static let day = 86_400
    private static let profile = "quick"

    let engine: EngineChoice
    let stateDirectory: String
    let database: String
    let quiet: Bool

    /// - Throws: `CancellationError` where a signal stopped it; `ExitCode` where the engine was lost; errors of git, of
    ///   preparing the engine, and of the database.
    func run() async throws -> EngineProof {
        let (traits, all) = try await engine.abilities(stateDirectory: stateDirectory) { tell($0) }
        let builders = all.map(\.rawValue)
        tell(
            "\(traits.name), \(traits.imageStore.words), builders \(builders.joined(separator: ", ")): a minute a builder"
        )
        return try await EndingSignals.held {
            try await RunDirectory.with(run: UUID(), state: stateDirectory, engine: nil) { directory in
                let folder = URL(fileURLWithPath: directory.path).path
                return try await measure(traits, builders, in: folder)
            }
        }
    }

    private func measure(_ traits: EngineTraits, _ builders: [String], in folder: String) async throws -> EngineProof {
        var scenarios: [LoadedScenario] = []
        var leaking: String?
        for tree in ProofTree.allCases {
            let repository = try await BareRepository.create(at: "\(folder)/\(tree.rawValue)")
            let commits = ([tree.start] + ProofTree.changes).enumerated().map { number, commit in
                BareRepository.Commit(
                    subject: commit.subject, time: Self.start + number * Self.day, files: commit.files,
                    executable: commit.executable, removed: commit.removed)
            }
            let newest = try await repository.write(commits)
            if tree == .sleeps { leaking = newest }
            scenarios.append(
                try await LoadedScenario.load(
                    Array(tree.scenario(builders: builders).utf8), file: "\(folder)/\(tree.rawValue).yaml",
                    profile: Self.profile, seed: 1, runtimes: { [] },
                    // Whether it is there is known.
                    buildx: {}))
        }
        let results = try ResultsDatabase.open(path: database, access: .readWrite)
        defer { try? results.close() }
        let record = await RunRecord(
            scenarios: scenarios, profile: Self.profile, seed: 1, commandLine: CommandLine.arguments)
        let run = ScenarioRun(
            scenarios: scenarios, record: record, resumed: false, engine: engine, stateDirectory: stateDirectory,
            results: results,
            progress: RunProgressDisplay(
                json: false, quiet: quiet, terminal: .standard, place: RecordPlace(database: database, run: record.id)),
            exclusion: Self.exclusion, leakingRevision: leaking)
        let end = try await run.tidied(quiet: quiet)
        if end == .interrupted { throw CancellationError() }
        guard end == .finished else {
            Terminal.standard.message("the proof was stopped before its end (\(end.rawValue)); run it again")
            throw end.exitStatus
        }
        return try EngineProof.read(results, run: record.id, engine: traits.name)
    }

    private func tell(_ sentence: String) { if !quiet { Terminal.standard.message(sentence) } }
}
