import ArgumentParser
import Foundation
import Publishing
import Questions
import Store

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the reports of one run, or the answers from all runs, as Markdown with charts or as HTML.",
        discussion: """
            The reports answer the questions that the run has data on, by rules fixed beforehand.
            Without --run they cover the newest run that is not excluded.

            --all writes the main report, DATE-answers.md, from all runs of the database. It has a summary of every question, then
            each with its rule, table and chart, then method, limits, environment and how to repeat it. --all also writes the reports
            of the runs used: for each question, the newest finished run with data on it that is not excluded. README.md starts
            with the main report.

            The verdicts are saved in the database too, if it can be written. No database is created.

            --format html writes the same content as one page that needs no network and no other file.

            Examples:
              plimsoll report
              plimsoll report --db results.sqlite --out reports --run 1F2E…
              plimsoll report --all --db results.sqlite --out reports
              plimsoll report --all --format html --out public
            """)

    @OptionGroup var database: DatabaseOptions
    @Option(help: "Directory to write the report to.")
    var out = "reports"
    @Option(help: "The run's UUID; default: the newest.")
    var run: String?
    @Flag(help: "Write the answers from all runs, and the reports that they link to.")
    var all = false
    @Option(help: "Output format.")
    var format = Report.Format.markdown

    func validate() throws {
        if all, run?.isEmpty == false {
            throw ValidationError("--all covers every run of the database: leave out --run.")
        }
    }

    func run() async throws {
        let chosen = try run.map { text in
            guard let id = UUID(uuidString: text) else {
                throw ValidationError("--run takes a run's UUID; `\(text)` is not one.")
            }
            return id
        }
        let results = try TrackedDatabase.open(database.db)
        let written = all ? try await answers(results) : try await pages(results, of: chosen)
        Terminal.standard.result(written.joined(separator: "\n"))
    }

    private func pages(_ results: ResultsDatabase, of run: UUID?) async throws -> [String] {
        let answers = try await RunAnswers.analyse(try RunReader.find(run, in: results))
        try save([(answers.run.id, answers.verdicts)])
        return try await Report.write(answers, to: out, as: format)
    }

    private func answers(_ results: ResultsDatabase) async throws -> [String] {
        let answers = try await Answers.analyse(results)
        try save(answers.verdicts)
        return try await Report.write(answers, to: out, as: format)
    }

    /// Saves the verdicts in the database. If it cannot be written the report is written anyway, with a warning.
    private func save(_ verdicts: [(run: UUID, records: [VerdictRecord])]) throws {
        do {
            let results = try TrackedDatabase.openForWriting(database.db)
            for (run, records) in verdicts { try results.save(verdicts: records, run: run) }
            try results.close()
        } catch let error as ResultsError where [.readOnly, .unreachable].contains(error.code) {
            Terminal.standard.message("warning: the verdicts are in the report only: \(error)")
        }
    }
}
