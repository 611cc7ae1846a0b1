import Model
import Publishing
import Questions

/// The open questions for a terminal: with a database, its answers; without one, what each asks and by which rule.
struct QuestionsText {
    let lines: [AnswerLine]
    let hasDatabase: Bool

    var text: String { hasDatabase ? states : rules }

    private var states: String {
        var table = TextTable(["question", "state", "verdict", "number", "n", "run or next step"])
        for line in lines {
            table.add([
                line.id, line.state, line.verdict ?? "–", line.number, line.verdict == nil ? "–" : "\(line.n ?? 0)",
                next(line),
            ])
        }
        let bearing = lines.filter { !$0.evidence.isEmpty }.map { line in
            "\(line.id):\n" + line.evidence.map { "  " + $0 }.joined(separator: "\n")
        }
        let heading = bearing.isEmpty ? [] : ["What bears on questions that are not measured, and decides nothing:"]
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
            guard line.verdict != nil else { return "\(run): `plimsoll report --run \(run)` concludes" }
            return line.coldStart == false ? "\(run) (its cache was not cold)" : run
        }
        return line.scenario.map { "plimsoll run \($0)" } ?? "not measured by this version"
    }
}
