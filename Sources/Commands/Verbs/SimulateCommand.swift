import ArgumentParser
import Foundation
import Model
import Questions

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Say how many workers builds need: measured times put through a simulation.",
        discussion: """
            Times of a run's jobs are put through a simulation of workers with one queue: without --workers it searches for
            the fewest with which 95 of 100 builds wait for less than 60 s, with it it says what comes of that fleet. Where the
            run has open loops too (jobs that came by a clock) they are replayed first, and it says whether the simulation agrees
            with what was measured. Everything printed is simulated, but for the measured waits that stand beside.

            Needs warm jobs of each fixture with one executor, a cold one, and for more executors a closed loop with so many:
            scenarios/capacity.yaml has them all. Ends with status 1 where too few were measured to say anything.

            Examples:
              plimsoll simulate
              plimsoll simulate --executors 4 --builds-a-day 500 2000 --profile flat
              plimsoll simulate --workers 3 --executors 4 --builds-a-day 2000
              plimsoll simulate --repositories 50 --cached-repositories 20 --affinity
              git log --format=%cI >times && plimsoll simulate --arrivals times
              plimsoll simulate --gc-every 200 --gc-pause 90s --json
              plimsoll simulate --gc-high 45GB --gc-low 30GB --gc-pause 90s --growth 20MB --first-growth 800MB
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var fleet: FleetOptions
    @Option(help: "The run's UUID; default: the newest.") var run: RunArgument?
    @Option(help: "Say what comes of so many workers, in place of searching for the fewest.") var workers: Int?
    @Option(help: "How often the search is repeated, with times drawn anew, for its range.") var repetitions = 39
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        if let workers, workers < 1 { throw ValidationError("--workers is 1 or more.") }
        guard (0...1000).contains(repetitions) else { throw ValidationError("--repetitions is 0 to 1000.") }
        _ = try fleet.terms(repetitions: 0)
    }

    func run() async throws {
        let terms = try fleet.terms(repetitions: repetitions)
        let results = try TrackedDatabase.open(database.db)
        let findings = try await CapacityAnalysis.analyse(
            results, run: run?.id, anyScenario: terms, searching: workers == nil)
        guard findings.settings.contains(where: { $0.lacks.isEmpty }) else {
            throw FindingsError(.tooFew, CapacityText.lacks(of: findings))
        }
        var fleets: [String: [FleetFinding]] = [:]
        if let workers {
            for setting in findings.settings { fleets[setting.name] = try setting.fleets(of: workers, terms: terms) }
        }
        try Terminal.standard.result(
            json: json, JSONFields(findings, fleets: fleets), CapacityText(findings: findings, fleets: fleets).text)
    }
}
