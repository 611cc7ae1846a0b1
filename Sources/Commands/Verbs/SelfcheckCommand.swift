import ArgumentParser
import Engine
import Foundation
import Model
import Store
import Tracking

struct SelfcheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selfcheck", abstract: "Check how far comparisons on this host can be trusted.",
        discussion: """
            Runs the same small job many times: under two names without any difference, and with each of four planted regressions.
            These are a build step 10 % slower, a cache step that never hits, one container left behind, 5 % more disk per job.
            Then it reports, by the same code as `plimsoll compare`:
              whether anything is found where nothing differs, and how often false alarms occur over 1,000 random divisions of the jobs
              how much each figure varies, the smallest change that this many jobs show, and how many jobs show 10 % and 5 %
              whether each planted regression was caught and named correctly

            quick takes about four minutes, full about ten. The run is stored in --db; --run judges an earlier one. On an engine
            that is not embedded, the objects of the run are removed afterwards.

            --nights checks regression tracking as docs/ci.md sets it up: a repository of its own, a baseline, and nights with one new
            commit each. It tells how many planted regressions were caught and named, and how many false alarms there were.

            Ends with status 0 if all were caught and nothing was found where nothing differs, 3 if not. With --nights it is 0
            if both shares are within their bounds. Ends with 130 if a signal stopped the run, 1 if it could not be finished.

            Examples:
              plimsoll selfcheck
              plimsoll selfcheck --profile full --seed 7 --out selfcheck.md
              plimsoll selfcheck --engine unix:///var/run/docker.sock
              plimsoll selfcheck --nights 20 --out nights.md
              plimsoll selfcheck --nights 5 --plant slower-command --plant nothing
              plimsoll selfcheck --nights 20        again after Ctrl-C: goes on where it was stopped
              plimsoll selfcheck --run 6F9619FF-8B86-D011-B42D-00C04FC964FF --json
            """)

    @OptionGroup var nights: NightsOptions
    @OptionGroup var engine: EngineOptions
    @OptionGroup var state: StateOptions
    @Option(help: "The database of self-checks, separate from the results database that reports use.")
    var db = ".plimsoll/selfcheck.sqlite"
    @Option(help: "The scenario, a file or a name; it must vary the factor `planted`.") var scenario = Self.standard
    @Option(help: "Which of the scenario's profiles: quick or full.") var profile = Self.quick
    @Option(help: "Seed of the job order and the divisions; the same seed gives the same result.")
    var seed: UInt64 = 1
    @Option(help: "Judge the run with this UUID, and run nothing.") var run: RunArgument?
    @Option(help: "Write the report to this file, and only its headline to standard output.") var out: String?
    @Flag(help: "Print no progress.") var quiet = false
    @Flag(help: "Print one JSON document.") var json = false

    private static let (standard, quick) = ("selfcheck", "quick")

    func validate() throws {
        guard nights.nights == nil || (scenario, profile) == (Self.standard, Self.quick) && run == nil else {
            throw ValidationError("--nights has a scenario of its own: leave out --scenario, --profile and --run.")
        }
    }

    func run() async throws {
        if let rounds = nights.nights { return try await checkNights(rounds) }
        let measured = if let given = run?.id { given } else { try await measure() }
        let results = try TrackedDatabase.open(db)
        let parts = try PlantedParts.read(results, run: measured)
        let check = try SelfCheck(parts, seed: seed)
        let report = SelfCheckReport(check)
        try ReportFile.put(
            json ? try JSONText.document(JSONFields(check)) + "\n" : report.markdown, in: out,
            headline: report.headline)
        guard check.holds else { throw ExitStatus.failedJob }
    }

    private func checkNights(_ rounds: Int) async throws {
        let check = try await NightsMeasurement(
            plants: nights.plants, rounds: rounds, isFresh: nights.fresh, engine: engine.choice(),
            stateDirectory: state.state, database: db, seed: seed, quiet: quiet
        ).run()
        let report = NightsCheckReport(check)
        try ReportFile.put(
            json ? try JSONText.document(JSONFields(check)) + "\n" : report.markdown, in: out,
            headline: report.headline)
        guard check.holds else { throw ExitStatus.failedJob }
    }

    private func measure() async throws -> UUID {
        let choice = try engine.choice()
        let loaded = try await LoadedScenario.load(scenario, profile: profile, seed: seed) {
            try await choice.runtimes()
        }
        guard loaded.plan.jobs.contains(where: { $0.configuration.planted != nil }) else {
            throw UsageError(
                description: "\(scenario): a self-check needs the factor `planted`, as in scenarios/selfcheck.yaml")
        }
        let results = try ResultsDatabase.open(path: db, access: .readWrite)
        let record = await RunRecord(
            scenarios: [loaded], profile: profile, seed: seed, commandLine: CommandLine.arguments)
        let progress = RunProgressDisplay(
            json: false, quiet: quiet, terminal: .standard, place: RecordPlace(database: db, run: record.id))
        let run = ScenarioRun(
            scenarios: [loaded], record: record, resumed: false, engine: choice, stateDirectory: state.state,
            results: results, progress: progress)
        let end = try await run.tidied(quiet: quiet)
        try results.close()
        guard end == .finished else {
            Terminal.standard.message("the self-check was stopped before its end (\(end.rawValue)); run it again")
            throw end.exitStatus
        }
        return record.id
    }
}
