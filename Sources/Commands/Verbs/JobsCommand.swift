import ArgumentParser
import Foundation
import Model
import Store
import Tracking

struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "List jobs: the newest, the slowest, or those of one cell or outcome.",
        discussion: """
            The column JOB names a job as RUN/SCENARIO/POSITION: the first digits of its run's UUID, and its place in the plan. That
            name is the same in every database that holds the run. `plimsoll show` takes it.

            --cell takes words with `/` or `,` between them, in any order: a fixture, a class of change (none, source, dependency,
            dockerfile, base, touch), factors of the configuration such as builder=buildkit, or `cold`. A cell must have them all.

            Examples:
              plimsoll jobs
              plimsoll jobs --outcome failed
              plimsoll jobs --slowest 10 --scenario overhead
              plimsoll jobs --cell scap/source/builder=buildkit --slowest 5 --metric build_s
              plimsoll jobs --run 1F2E3D4C --limit 0 --json | jq -r '.jobs[] | select(.misses > 3) | .job'
            """)

    @OptionGroup var database: DatabaseOptions
    @Option(help: "Only jobs of this run: its UUID, or at least its first 8 digits.") var run: RunReferenceArgument?
    @Option(help: "Only this scenario, by name.") var scenario: String?
    @Option(help: "Only cells that have these words, such as scap/source/builder=buildkit.") var cell: String?
    @Option(
        help: ArgumentHelp(
            "Only jobs that ended so: failed (any but succeeded), \(OutcomeArgument.words).", valueName: "outcome"))
    var outcome: OutcomeArgument?
    @Option(help: "The jobs with the greatest wall time, or the greatest value of --metric.") var slowest: Int?
    @Option(help: "For --slowest: the metric, such as build_s, misses or engine_grown_bytes.") var metric: String?
    @Option(help: "How many jobs are listed, the newest first; 0: all. Default: 20.") var limit: Int?
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        if let slowest, slowest < 1 { throw ValidationError("--slowest must be 1 or more.") }
        if let limit, limit < 0 { throw ValidationError("--limit must be 0 or more.") }
        if slowest != nil, limit != nil { throw ValidationError("--slowest N says how many: leave out --limit.") }
        if metric != nil, slowest == nil { throw ValidationError("--metric needs --slowest N.") }
    }

    func run() async throws {
        let located = try run?.located(in: database.db)
        let results = try located?.database ?? TrackedDatabase.open(database.db)
        var filter = JobFilter(run: located?.run.id, scenario: scenario)
        filter.outcomes = outcome?.outcomes
        if let words = cell.map(CellWords.init) {
            filter.cells = try words.cells(of: try results.cells(run: filter.run))
            filter.cold = words.cold
        }
        let order = slowest == nil ? JobOrder.newest : .greatest(metric ?? "wall_s")
        let most = slowest ?? limit ?? 20
        let list = try JobList.read(results, filter, order, limit: most == 0 ? nil : most)
        try Terminal.standard.result(json: json, JSONFields(list), JobsText(list: list, screen: .standard).text)
    }
}

/// An outcome, or all but success.
struct OutcomeArgument: ExpressibleByArgument {
    static let words = Outcome.allCases.map(\.rawValue).joined(separator: ", ")
    static let allValueStrings = ["failed"] + Outcome.allCases.map(\.rawValue)

    let outcomes: Set<Outcome>

    init?(argument: String) {
        if argument == "failed" {
            outcomes = Set(Outcome.allCases).subtracting([.succeeded])
        } else {
            guard let outcome = Outcome(rawValue: argument) else { return nil }
            outcomes = [outcome]
        }
    }
}
