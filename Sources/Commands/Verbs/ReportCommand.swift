import ArgumentParser
import Findings
import Foundation
import Reports
import Results

/// `plimsoll report`
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the report of a run: Markdown with its charts.",
        discussion: """
            The report answers the questions that the run bears on, by rules fixed beforehand, and says how to check each
            number in the database. Without --run it is about the newest run that is not excluded.

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
        let findings = try OverheadAnalysis.analyse(results, run: chosen)
        try results.save(verdicts: [findings.verdictRecord], run: findings.run.id)
        let storage = try StorageAnalysis.analyse(results, run: findings.run)
        let written = try await Report.write(findings, storage: storage, to: out)
        Terminal.standard.result(written.joined(separator: "\n"))
    }
}
