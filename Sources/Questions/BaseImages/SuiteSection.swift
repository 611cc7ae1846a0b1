import Model

/// How the provided images are built and maintained, and what that takes.
struct SuiteSection {
    let findings: BaseImagesFindings

    var paragraphs: [String] {
        ["## How the suite is built and maintained"]
            + (findings.suite.isEmpty
                ? ["No provided image was built."]
                : [
                    table,
                    """
                    The os image is a minimal Debian, made by mmdebstrap and imported. Each of the others is a short \
                    Dockerfile, `FROM` the one that it stands on, built by BuildKit with packages of the mirror \
                    and labelled as Plimsoll's. Maintaining the suite is: make the os image anew when Debian has a security update, and \
                    rebuild the others in their order; rebuild a single one, without the cache, when packages of its own have updates.
                    """,
                    missing,
                ].filter { !$0.isEmpty })
    }

    private var table: String {
        var table = MarkdownTable(
            ("image", .left), ("lines", .right), ("build", .right), ("rebuild after an os update", .right),
            ("rebuild on its own", .right), ("bytes", .right), ("of them its own", .right))
        for image in findings.suite {
            let making = image.making.map { " (making it: \(Words.seconds($0)))" } ?? ""
            table.add(
                Markdown.escaped(image.name), image.lines.map { "\($0)" } ?? Words.absent,
                Words.seconds(image.build) + making, Words.seconds(image.rebuilds[.os]),
                Words.seconds(image.rebuilds[.provided]), Words.bytes(image.bytes), Words.bytes(image.ownBytes))
        }
        return table.text
    }

    /// What a worker has to do that lacks the images.
    private var missing: String {
        let others = findings.suite.filter { $0.name != "os" }
        let builds = others.compactMap(\.build)
        guard !others.isEmpty, builds.count == others.count else { return "" }
        let own = others.compactMap(\.ownBytes).reduce(0, +)
        return """
            A worker that lacks the suite has to build it first, which took \(Words.seconds(builds.reduce(0, +))) here, or to pull \
            \(Words.bytes(own)) of layers (as unpacked; the os image comes on top, which it needs either way). No cold build above \
            includes that.
            """
    }
}
