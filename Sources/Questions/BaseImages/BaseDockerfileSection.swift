/// How much the Dockerfiles ask of their maintainers.
struct BaseDockerfileSection {
    let findings: BaseImagesFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("Dockerfile", .left), ("lines, provided", .right), ("lines, Debian alone", .right),
            ("instructions, provided", .right), ("instructions, Debian alone", .right))
        func text(_ value: Int?) -> String { value.map { "\($0)" } ?? Words.absent }
        for found in findings.dockerfiles {
            table.add(
                Words.fixture(found.fixture), text(found.lines[.provided]), text(found.lines[.deferred]),
                text(found.instructions[.provided]), text(found.instructions[.deferred]))
        }
        for image in findings.suite where image.lines != nil {
            table.add("suite: \(Markdown.escaped(image.name))", text(image.lines), "0", Words.absent, Words.absent)
        }
        return [
            "## Lines of Dockerfile",
            table.isEmpty ? "No Dockerfile was counted." : table.text,
            table.isEmpty
                ? ""
                : "Lines without blank ones and comments, counted in what was built. The suite's are written once for all.",
        ].filter { !$0.isEmpty }
    }
}
