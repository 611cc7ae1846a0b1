import ArgumentParser
import Foundation
import Model
import Questions

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Simulate, from measured times, how many workers the builds need.",
        discussion: """
            Simulates workers with one queue, from the times of a run's jobs. Without --workers it searches for the fewest workers
            with which 95 of 100 builds wait for less than 60 s. With --workers it shows the waits of that fleet. If the run has
            open loops (jobs that arrived by a clock), it replays them first and says whether the simulation agrees with the
            measurement. All printed figures are simulated, except the measured waits of that check.

            Each fixture needs warm jobs with one executor and a cold job; more executors need a closed loop with that many:
            scenarios/capacity.yaml has them all. Ends with status 1 if too few jobs were measured.

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
    @Option(help: "Simulate this many workers, instead of searching for the fewest.") var workers: Int?
    @Option(help: "Repetitions of the search with newly drawn times, for its range.") var repetitions = 39
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        if let workers, workers < 1 { throw ValidationError("--workers must be 1 or more.") }
        guard (0...1000).contains(repetitions) else { throw ValidationError("--repetitions must be 0 to 1000.") }
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
