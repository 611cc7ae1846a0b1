import ArgumentParser
import Findings
import Foundation
import Reports
import Results

/// `plimsoll report`
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the reports of a run, one a subject: Markdown with charts.",
        discussion: """
            The reports (overhead, cache, disk, central cache, dependencies, base images, garbage, executors, capacity, isolation,
            requirements, cleanup: those that the run has data on) answer the questions that the run bears on, by rules fixed beforehand.
            Without --run they are about the newest run that is not excluded.

            Examples:
              plimsoll report
              plimsoll report --db results.sqlite --out reports --run 1F2E…
            """)

    @OptionGroup var database: DatabaseOptions

    @Option(help: "Directory that the report is written to.")
    var out = "reports"

    @Option(help: "The run's UUID; default: the newest.")
    var run: String?

    func run() async throws {
        let chosen = try run.map { text in
            guard let id = UUID(uuidString: text) else {
                throw ValidationError("--run takes a run's UUID; `\(text)` is none.")
            }
            return id
        }
        let results = try ResultsDatabase.open(path: database.db, access: .readWrite)
        var findings = try RunFindings.analyse(results, run: chosen)
        findings.capacity = try await CapacityAnalysis.analyse(
            results, run: findings.run, terms: CapacityTerms(seed: findings.run.record.seed))
        try results.save(verdicts: findings.verdicts, run: findings.run.id)
        let written = try await Report.write(findings, to: out)
        Terminal.standard.result(written.joined(separator: "\n"))
    }
}
