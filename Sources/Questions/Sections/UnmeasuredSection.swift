/// The questions that stay open.
package struct UnmeasuredSection {
    package var paragraphs: [String] {
        var table = MarkdownTable(("id", .left), ("question", .left), ("state", .left))
        for question in Questions.all where question.state == .notMeasuredYet {
            table.add("`\(question.id)`", question.words, question.state.rawValue)
        }
        return [
            "## What was not measured",
            """
            Jobs ran one after another on one worker: nothing here says how several at once would fare. Nothing was \
            measured over a slow network or on a full disk. These questions of the trial are open:
            """,
            table.text,
        ]
    }
}
