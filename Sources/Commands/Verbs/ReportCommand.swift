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
        let summary = try RunSelection.find(chosen, in: results)
        var written: [String] = []
        if summary.bears(on: Questions.centralCache) {
            let findings = try CentralCacheAnalysis.analyse(results, run: summary.id)
            try results.save(verdicts: [findings.verdictRecord], run: summary.id)
            written += try await Report.write(findings, to: out)
        }
        if summary.bears(on: Questions.buildOverhead) || written.isEmpty {
            let findings = try OverheadAnalysis.analyse(results, run: summary.id)
            try results.save(verdicts: [findings.verdictRecord], run: summary.id)
            written += try await Report.write(findings, to: out)
        }
        var seen: Set<String> = []
        Terminal.standard.result(written.filter { seen.insert($0).inserted }.joined(separator: "\n"))
    }
}
