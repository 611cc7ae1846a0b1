import ArgumentParser
import Foundation
import Model
import Questions

struct QuestionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "questions", abstract: "List the open questions, their rules, and the answers in a database.",
        discussion: """
            A question is answered from the newest finished run that has data on it and is not excluded. The table shows the verdict,
            the figure with its interval and the run, or else the scenario that would measure it. Some questions are not measured
            by this version; related figures from other questions are listed below the table.

            Without a database it lists the questions with their rules and scenarios. Nothing is written and nothing is simulated:
            the verdict on `capacity` is the one that `plimsoll report` saved.

            Examples:
              plimsoll questions
              plimsoll questions --db results.sqlite
              plimsoll questions --json | jq '.[] | select(.state == "not run yet") | .scenario'
            """)

    @Option(help: "The results database; default: .plimsoll/results.sqlite, if it exists.") var db: String?
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        let usual = try DatabaseOptions.parse([]).db
        var lines = AnswerLine.lines()
        let hasDatabase = db != nil || FileManager.default.fileExists(atPath: usual)
        if hasDatabase {
            let results = try TrackedDatabase.open(db ?? usual)
            lines = AnswerLine.lines(try await Answers.analyse(results, simulating: false))
        }
        try Terminal.standard.result(json: json, lines, QuestionsText(lines: lines, hasDatabase: hasDatabase).text)
    }
}

/// The open questions for a terminal: with a database, its answers; without one, what each asks and by which rule.
struct QuestionsText {
    let lines: [AnswerLine]
    let hasDatabase: Bool

    var text: String { hasDatabase ? states : rules }

    private var states: String {
        let table = TextTable(
            ["question", "state", "verdict", "number", "n", "run or next step"],
            lines.map {
                [
                    $0.id, $0.state, $0.verdict ?? "–", $0.number, $0.verdict == nil ? "–" : "\($0.n ?? 0)", next($0),
                ]
            })
        let bearing = lines.filter { !$0.evidence.isEmpty }.map { line in
            "\(line.id):\n" + line.evidence.map { "  " + $0 }.joined(separator: "\n")
        }
        let heading = bearing.isEmpty ? [] : ["Figures for questions that are not measured; they decide nothing:"]
        return ([table.text] + heading + bearing).joined(separator: "\n\n")
    }

    private var rules: String {
        lines.map { line in
            """
            \(line.id)
              question  \(line.question)
              measured  \(line.measuredBy)
              rule      \(line.rule)
              next      \(next(line))
            """
        }.joined(separator: "\n\n")
    }

    private func next(_ line: AnswerLine) -> String {
        if let run = line.run {
            guard line.verdict != nil else { return "\(run): `plimsoll report --run \(run)` decides" }
            return line.coldStart == false ? "\(run) (its cache was not cold)" : run
        }
        return line.scenario.map { "plimsoll run \($0)" } ?? "not measured by this version"
    }
}
