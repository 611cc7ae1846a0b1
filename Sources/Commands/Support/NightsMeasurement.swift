import Fixtures
import Foundation
import Lab
import Model
import Store
import Tracking

/// Measures nights whose truth is known: a baseline, then nights of one new commit each, held against it as a user's
/// nights are by default. Nights that earlier self-checks measured alike count.
struct NightsMeasurement: Sendable {
    /// Why the runs do not count: no report, history or baseline takes them.
    static let exclusion = "night of a self-check"
    /// How long a night takes on two cores, and the first one, which has no rounds; in seconds.
    private static let expected = (night: 150.0, first: 75.0)
    /// When the first commit was made, in seconds since 1970; one follows each day. So the commits always have the
    /// same ids.
    private static let start = 1_767_225_600
    private static let day = 86_400

    let plants: [NightPlant]
    /// How many rounds of all kinds of nights.
    let rounds: Int
    /// Whether earlier nights do not count.
    let isFresh: Bool
    let engine: EngineChoice
    let stateDirectory: String
    let database: String
    let seed: UInt64
    let quiet: Bool

    /// The nights of one round; kinds alternate, so that a busy hour does not hit one kind alone.
    private var kinds: [(plant: NightPlant, isLoaded: Bool)] {
        plants.flatMap { plant in plant.loads.map { (plant, $0) } }
    }

    /// - Throws: `CancellationError` where a signal stopped it; `ExitCode` where the engine was lost; errors of git, of
    ///   preparing the engine, and of the database.
    func run() async throws -> NightsCheck {
        try await EndingSignals.held {
            // Under the state directory: what a killed self-check leaves is removed by the next run.
            try await RunDirectory.with(run: UUID(), state: stateDirectory, engine: nil) { directory in
                do { return try await measure(in: URL(fileURLWithPath: directory.path).path) } catch {
                    guard EndingSignals.haveCome || error is CancellationError else { throw error }
                    tell("stopped: the same command goes on, with the nights that are in \(database)")
                    // A signal of the terminal reaches git too, whose error then says nothing.
                    throw CancellationError()
                }
            }
        }
    }

    private func measure(in folder: String) async throws -> NightsCheck {
        let results = try ResultsDatabase.open(path: database, access: .readWrite)
        let repository = try await BareRepository.create(at: "\(folder)/repository")
        let history = NightTree.history.enumerated().map { commit($1, number: $0) }
        let base = try await repository.write(history)
        var ids: [NightPlant: String] = [:]
        for plant in plants {
            ids[plant] = try await repository.write([commit(plant.commit, number: history.count)], after: base)
        }
        let earlier = isFresh ? nil : try await earlier(in: results, base, ids)
        var trials: [NightTrial] = []
        for (plant, isLoaded) in kinds {
            for night in earlier?.newest(rounds, of: plant, isLoaded: isLoaded) ?? [] {
                let compared = try compare(night.night, with: night.first, results)
                trials.append(
                    NightTrial(compared, of: plant, commit: night.commit, isLoaded: isLoaded, isEarlier: true))
            }
        }
        let known = trials
        let missing = (1...rounds).flatMap { round in
            kinds.filter { kind in
                known.count { $0.plant == kind.plant && $0.isLoaded == kind.isLoaded } < round
            }
        }
        announce(missing.count, isFirstKnown: earlier?.first != nil)
        var first = earlier?.first
        let night = MeasuredNight(
            folder: folder, results: results, engine: engine, stateDirectory: stateDirectory, database: database,
            seed: seed, tell: tell)
        for (plant, isLoaded) in missing {
            if first == nil {
                _ = try await repository.write(history)
                first = try await night.run()
                tell("the first night is measured: run \(first?.id.uuidString ?? "")")
            }
            guard let first else { break }
            let id = try await repository.write([commit(plant.commit, number: history.count)], after: base)
            let run = try await night.run(against: first, leaking: plant == .leak ? id : nil, isLoaded: isLoaded)
            let trial = NightTrial(try compare(run, with: first, results), of: plant, commit: id, isLoaded: isLoaded)
            trials.append(trial)
            tell(line(trial, number: trials.count))
        }
        try results.close()
        return NightsCheck(trials)
    }

    /// The nights that the database has already, and that count.
    private func earlier(
        in results: ResultsDatabase, _ base: String, _ ids: [NightPlant: String]
    ) async throws -> EarlierNights? {
        guard try EarlierNights.mayBe(in: results, exclusion: Self.exclusion) else { return nil }
        let fingerprint = try await engine.fingerprint(stateDirectory: stateDirectory) { [quiet] sentence in
            if !quiet { Terminal.standard.message(sentence) }
        }
        return try EarlierNights(
            in: results,
            EarlierNights.Terms(
                exclusion: Self.exclusion, toolVersion: ToolVersion.number, toolCommit: await ToolVersion.commit(),
                scenario: MeasuredNight.scenario, seed: seed, fingerprint: fingerprint, base: base,
                plants: Dictionary(ids.map { ($1, $0) }) { first, _ in first }))
    }

    private func compare(_ night: RunSummary, with first: RunSummary, _ results: ResultsDatabase) throws -> Night {
        try Night.compare(LocatedRun(database: results, run: first), LocatedRun(database: results, run: night))
    }

    private func announce(_ count: Int, isFirstKnown: Bool) {
        let known = kinds.count * rounds - count
        if known > 0 { tell("\(known) of \(kinds.count * rounds) nights are in \(database) already (--fresh: none)") }
        guard count > 0 else { return }
        let seconds = (isFirstKnown ? 0 : Self.expected.first) + Double(count) * Self.expected.night
        let nights = "\(count) \(count == 1 ? "night" : "nights") held against"
        let words = isFirstKnown ? "\(nights) the first one" : "a first night, then \(nights) it"
        tell("\(words): about \(DurationText.text((seconds / 60).rounded(.up) * 60))")
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
}
