import ArgumentParser
import Foundation
import Model
import Publishing
import Questions
import Store

struct QuestionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "questions",
        abstract: "List the open questions, their rules, and what a database says of each.",
        discussion: """
            A question is answered from the newest run that bears on it, counts (is not excluded) and came to its end. The table names
            the verdict, the figure with its interval and the run; or the scenario that would measure it; or that this version does
            not measure it, and below, what was measured for others and bears on it.

            Where there is no database yet it lists the questions with their rules and scenarios. Nothing is written, and nothing
            simulated: the verdict on `capacity` is the one that `plimsoll report` saved.

            Examples:
              plimsoll questions
              plimsoll questions --db results.sqlite
              plimsoll questions --json | jq '.[] | select(.state == "not run yet") | .scenario'
            """)

    @Option(help: "The database of results; default: .plimsoll/results.sqlite, where it is there.") var db: String?
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        let usual = try DatabaseOptions.parse([]).db
        var lines = AnswerLine.lines()
        let hasDatabase = db != nil || FileManager.default.fileExists(atPath: usual)
        if hasDatabase {
            let results = try TrackedDatabase.open(db ?? usual)
            lines = AnswerLine.lines(try await Answers.analyse(results, simulating: false))
        }
        let text = QuestionsText(lines: lines, hasDatabase: hasDatabase).text
        Terminal.standard.result(json ? try JSONText.document(lines) : text)
    }
}
