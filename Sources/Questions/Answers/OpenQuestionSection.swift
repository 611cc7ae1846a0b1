/// The questions that no scenario measures: how they would be measured, and what bears on them.
struct OpenQuestionSection {
    let answers: Answers

    var paragraphs: [String] {
        ["## Questions that are not measured"]
            + answers.entries.filter { $0.question.state == .notMeasuredYet }.flatMap { answer -> [String] in
                let line = AnswerLine(answer)
                let evidence = line.evidence.map { "- " + $0 }.joined(separator: "\n")
                return [
                    "### \(line.id)",
                    "**\(line.question)**",
                    "**Not measured yet.** It would be measured by: \(line.measuredBy).",
                    "**Rule, fixed before any run:** \(line.rule).",
                    evidence.isEmpty ? BearingWords.nothing : "What bears on it, and decides nothing:",
                    evidence,
                    "**What to do:** \(line.action)",
                ].filter { !$0.isEmpty }
            }
    }
}
