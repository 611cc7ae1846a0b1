import Fixtures
import Foundation
import Lab
import Model
import Store
import Tracking

/// Measures nights whose truth is known: a baseline, then nights of one new commit each, held against it as a user's
/// nights are by default.
struct NightsMeasurement: Sendable {
    /// Why the runs do not count: no report, history or baseline takes them.
    static let exclusion = "night of a self-check"
    /// How long a night takes on two cores, and the first one, which has no rounds; in seconds.
    private static let expected = (night: 150.0, first: 75.0)
    private static let profile = "quick"
    /// When the first commit was made, in seconds since 1970; one follows each day.
    private static let start = 1_767_225_600
    private static let day = 86_400

    let plants: [NightPlant]
    /// How many rounds of all kinds of nights.
    let rounds: Int
    let engine: EngineChoice
    let stateDirectory: String
    let database: String
    let seed: UInt64
    let quiet: Bool

    init(
        _ plants: [NightPlant], rounds: Int, engine: EngineChoice, stateDirectory: String, database: String,
        seed: UInt64, quiet: Bool
    ) {
        (self.plants, self.rounds, self.engine) = (plants, rounds, engine)
        (self.stateDirectory, self.database) = (stateDirectory, database)
        (self.seed, self.quiet) = (seed, quiet)
    }

    /// The nights of one round; kinds alternate, so that a busy hour does not hit one kind alone.
    private var kinds: [(plant: NightPlant, isLoaded: Bool)] {
        plants.flatMap { plant in plant.loads.map { (plant, $0) } }
    }

    /// - Throws: `CancellationError` where a signal stopped it; `ExitCode` where the engine was lost; errors of git, of
    ///   preparing the engine, and of the database.
    func run() async throws -> NightsCheck {
        let count = kinds.count * rounds
        let seconds = Self.expected.first + Double(count) * Self.expected.night
        tell(
            "a first night, then \(count) \(count == 1 ? "night" : "nights") held against it: about "
                + DurationText.text((seconds / 60).rounded(.up) * 60))
        return try await EndingSignals.held {
            // Under the state directory: what a killed self-check leaves is removed by the next run.
            try await RunDirectory.with(run: UUID(), state: stateDirectory, engine: nil) { directory in
                do { return try await measure(in: URL(fileURLWithPath: directory.path).path) } catch {
                    // A signal of the terminal reaches git too, whose error then says nothing.
                    throw EndingSignals.haveCome ? CancellationError() : error
                }
            }
        }
    }

    private func measure(in folder: String) async throws -> NightsCheck {
        let results = try ResultsDatabase.open(path: database, access: .readWrite)
        let repository = try await BareRepository.create(at: "\(folder)/repository")
        let history = NightTree.history.enumerated().map { commit($1, number: $0) }
        let base = try await repository.write(history)
        let first = try await night(in: folder, results).run
        tell("the first night is measured: run \(first.id.uuidString)")
        var trials: [NightTrial] = []
        for _ in 0..<rounds {
            for (plant, isLoaded) in kinds {
                let planted = commit(plant.commit, number: history.count)
                let id = try await repository.write([planted], after: base)
                let night = try await measured(
                    in: folder, results, against: first, leaking: plant == .leak ? id : nil, isLoaded: isLoaded)
                let compared = try Night.compare(
                    LocatedRun(database: results, run: first), LocatedRun(database: results, run: night.run))
                let trial = NightTrial(
                    compared, of: plant, commit: id, isLoaded: isLoaded, seconds: night.seconds)
                trials.append(trial)
                tell(line(trial, number: trials.count))
            }
        }
        try results.close()
        return NightsCheck(trials)
    }

    private func measured(
        in folder: String, _ results: ResultsDatabase, against first: RunSummary, leaking: String?, isLoaded: Bool
    ) async throws -> (run: RunSummary, seconds: Double) {
        let work: @Sendable () async throws -> (run: RunSummary, seconds: Double) = {
            try await night(in: folder, results, against: first, leaking: leaking)
        }
        return isLoaded ? try await BusyProcess.beside(work) : try await work()
    }

    /// One run of the branch as it is now.
    /// - Parameters:
    ///   - first: the run that it is held against; nil: it is the first.
    ///   - leaking: the commit whose jobs each leave a container behind.
    private func night(
        in folder: String, _ results: ResultsDatabase, against first: RunSummary? = nil, leaking: String? = nil
    ) async throws -> (run: RunSummary, seconds: Double) {
        if EndingSignals.haveCome { throw CancellationError() }
        let suite = first.map {
            PinnedSuite(
                name: "the first night", run: $0.record, isFollowing: false, rounds: nil, state: stateDirectory)
        }
        let loaded = try await LoadedScenario.load(
            Array(Self.scenario.utf8), file: "\(folder)/nights.yaml", profile: Self.profile, seed: seed, suite: suite
        ) {
            try await engine.runtimes()
        }
        let record = await RunRecord(
            scenarios: [loaded], profile: Self.profile, seed: seed, commandLine: CommandLine.arguments,
            against: first?.id)
        let began = ContinuousClock.now
        let (end, _) = try await ScenarioRun(
            scenarios: [loaded], record: record, resumed: false, engine: engine, stateDirectory: stateDirectory,
            results: results,
            progress: RunProgressDisplay(
                json: false, quiet: true, terminal: .standard, place: RecordPlace(database: database, run: record.id)),
            exclusion: Self.exclusion, leakingRevision: leaking
        ).run()
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        if case .foreign(let endpoint) = engine {
            try await SelfcheckCommand.tidy(endpoint, record.id, quiet: true)
        }
        if end == .interrupted { throw CancellationError() }
        guard end == .finished, let run = try results.run(record.id) else {
            tell("a night was stopped before its end (\(end.rawValue)); run the self-check again")
            throw end.exitStatus
        }
        return (run, seconds)
    }

    private func commit(_ commit: NightCommit, number: Int) -> BareRepository.Commit {
        BareRepository.Commit(
            subject: commit.subject, time: Self.start + number * Self.day, files: commit.files)
    }

    private func line(_ trial: NightTrial, number: Int) -> String {
        "night \(number) of \(kinds.count * rounds), \(trial.plant.words) planted\(trial.isLoaded ? " beside a load" : ""): "
            + "\(trial.words), after \(DurationText.text(trial.seconds.rounded())): \(trial.headline)"
    }

    private func tell(_ sentence: String) { if !quiet { Terminal.standard.message(sentence) } }

    /// With nothing but what a first scenario needs: every option has its default.
    private static let scenario = """
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
