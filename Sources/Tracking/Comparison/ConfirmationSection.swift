import Questions

/// What became of that which looked worse when it was measured again.
struct ConfirmationSection {
    let confirmation: Confirmation

    init(_ confirmation: Confirmation) {
        self.confirmation = confirmation
    }

    var text: String {
        let confirmed = confirmation.confirmed
        let suspects = confirmation.again.count + confirmation.missing.count
        var table = MarkdownTable(
            ("metric", .left), ("jobs", .left), ("base", .right), ("candidate", .right), ("of the base", .right),
            ("interval", .right), ("n", .right), ("again", .left))
        for one in confirmation.again {
            table.add([
                ComparisonWords.metric(one.metric), ComparisonWords.jobs(one.key),
                ComparisonWords.value(one.base, one.metric), ComparisonWords.value(one.candidate, one.metric),
                ComparisonWords.share(one.relative), ComparisonWords.interval(one),
                "\(one.baseCount), \(one.candidateCount)", confirmed.contains(one.key) ? "worse" : "not worse",
            ])
        }
        let missing =
            confirmation.missing.isEmpty
            ? ""
            : "\n\nNot measured again, and so still worse: "
                + confirmation.missing.map { Markdown.escaped($0.description) }.joined(separator: "; ") + "."
        return """
            ## Measured again

            **Of \(Words.count(suspects, "series that looks", "series that look")) worse, \(confirmed.count) \
            \(confirmed.count == 1 ? "is" : "are") worse again**; only that counts in the end. Each side was measured again \
            \(Words.count(confirmation.turns, "time", "times")), in turn, each order as often as the other.

            - base: \(Markdown.code(confirmation.baseCommand))
            - candidate: \(Markdown.code(confirmation.candidateCommand))

            \(table.isEmpty ? "" : table.text)\(missing)
            """
    }
}
