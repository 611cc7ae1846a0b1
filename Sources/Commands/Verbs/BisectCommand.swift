import ArgumentParser
import Foundation
import Housekeeping
import Model
import Store
import Tracking

struct BisectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bisect", abstract: "Find the commit since which a figure is worse, by real builds.",
        discussion: """
            First HEAD is built beside BASE, in turn, in every configuration. Where the metric is worse, a binary search over the
            first parents of HEAD follows. Each commit is built beside BASE as well, so the machine's drift is in both sides.

            A commit is worse if its figure is worse by at least half of what HEAD's is, beyond chance. What is not clear is built
            again with twice the rounds, at most three times. A commit whose jobs fail is left out, and a neighbour is built.

            Metrics: \(BisectedMetric.ids.joined(separator: ", ")).

            The runs are stored in --db as excluded ("\(BisectionRun.exclusion)"): no report, history or baseline takes them.
            Ends with status 0 if the commit was found or nothing is worse, 1 if it cannot be told or not be measured, 130 if a
            signal stopped it, 64 if the command line is wrong.

            Examples:
              plimsoll bisect v1.2..main plimsoll.yaml --metric build_s
              plimsoll bisect main~30.. --git . --metric misses
              plimsoll bisect a1b2c3d..main ci.yaml --metric leaks.container --configuration builder=buildkit
            """)

    @Argument(help: ArgumentHelp("BASE..HEAD: two revisions of the repository; without HEAD, what is checked out."))
    var range: String
    @OptionGroup var jobs: BisectedOptions
    @Option(help: "The figure that is worse, such as build_s, misses, failed_jobs or leaks.container.") var metric:
        String
    @Option(help: "Rounds for each commit and configuration; default: 12; 4 for hits, misses and bytes.") var rounds:
        Int?
    @Option(help: "Accepted probability of naming the wrong commit, above 0 and below 1.")
    var level = ComparisonTerms().level
    @OptionGroup var engine: EngineOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var state: StateOptions
    @Option(help: "Seed of the job orders.") var seed: UInt64 = 1
    @Flag(help: "Print no progress.") var quiet = false
    @Flag(help: "Print one JSON document.") var json = false

    func validate() throws {
        guard CommitRange(range) != nil else {
            throw ValidationError("\(range) is not a range: write BASE..HEAD, such as v1.2..main.")
        }
        guard level > 0, level < 1 else { throw ValidationError("--level must be above 0 and below 1.") }
        if let rounds, !(1...1000).contains(rounds) { throw ValidationError("--rounds must be 1 to 1000.") }
        guard let known = BisectedMetric(metric) else {
            let near = NearestWord.nearest(to: metric, among: BisectedMetric.ids).map { "did you mean \($0)?" }
            let known = "expected one of \(BisectedMetric.ids.joined(separator: ", "))."
            throw ValidationError("--metric \(metric): \(near ?? known)")
        }
        if let kind = known.leakKind, AuditKind(rawValue: kind) == nil {
            throw ValidationError(
                "--metric \(metric): expected leaks. and one of "
                    + AuditKind.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
    }

    func run() async throws {
        guard let range = CommitRange(range), let metric = BisectedMetric(metric) else { return }
        let choice = try engine.choice()
        let suite = try await BisectedSuite.open(range, jobs, metric, seed: seed, announce: tell) {
            try await choice.runtimes()
        }
        let results = try ResultsDatabase.open(path: database.db, access: .readWrite)
        let run = BisectionRun(
            suite: suite, metric: metric, engine: choice, stateDirectory: state.state, database: database.db,
            results: results, seed: seed, quiet: quiet)
        let report = try await search(suite, run)
        try results.close()
        try Terminal.standard.result(json: json, JSONFields(report), report.text)
        if !report.isConclusive { throw ExitStatus.error }
    }

    private func search(_ suite: BisectedSuite, _ run: BisectionRun) async throws -> BisectionReport {
        var report = BisectionReport(
            history: suite.history,
            bisection: Bisection(
                run.metric, head: suite.history.commits.count,
                rounds: rounds ?? Bisection.standardRounds(of: run.metric), level: level))
        tell(report.intention)
        while let probe = report.bisection.next {
            let measured = try await run.measure(probe, number: report.runs.count)
            guard let reading = report.bisection.take(measured.figures) else { break }
            report.note(run: measured.run, builds: measured.builds, seconds: measured.seconds)
            tell(report.line(reading))
            if let forecast = report.forecast(after: reading) { tell(forecast) }
        }
        return report
    }

    private func tell(_ text: String) {
        if !quiet { Terminal.standard.message(text) }
    }
}
