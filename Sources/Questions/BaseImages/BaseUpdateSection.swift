import Model

/// What a base update invalidates, and what it costs until every repository has caught up.
struct BaseUpdateSection {
    let findings: BaseImagesFindings

    var paragraphs: [String] {
        ["## What a base update invalidates and costs"]
            + (findings.updates.isEmpty
                ? ["No base image was updated."]
                : [
                    invalidated,
                    """
                    Each update was made once for all, the suite rebuilt where it was its turn, and then every repository built its last \
                    change once more. “For the base” counts the steps that missed because the base image had changed, and those behind \
                    them.
                    """,
                    catchUps,
                    """
                    Seconds of building until all repositories have caught up once, one after another. Upon Debian alone a rebuild of the \
                    provided images reaches nobody: such a repository gets newer packages of its language only when it is built without \
                    the cache, which costs its cold build.
                    """,
                ])
    }

    private var invalidated: String {
        var table = MarkdownTable(
            ("updated", .left), ("repository", .left), ("builder", .left), ("base", .left), ("builds", .right),
            ("steps missed", .right), ("for the base", .right), ("build", .right))
        for found in findings.updates {
            table.add(
                BaseWords.update(found.update), Words.fixture(found.series.fixture),
                Words.configuration(found.series.configuration), BaseWords.kind(found.kind), "\(found.builds)",
                "\(found.misses) of \(found.steps)", "\(found.baseMisses)", Words.seconds(found.seconds))
        }
        return table.text
    }

    private var catchUps: String {
        var table = MarkdownTable(
            ("updated", .left), ("builder", .left), ("base", .left), ("suite rebuilt", .right),
            ("repositories' next builds", .right), ("catching up in all", .right))
        for found in findings.catchUps {
            table.add(
                BaseWords.update(found.update), Words.configuration(found.configuration), BaseWords.kind(found.kind),
                found.kind == .deferred ? Words.absent : Words.seconds(found.suite),
                "\(Words.seconds(found.repositories)) (\(found.count))", Words.seconds(found.total))
        }
        return table.text
    }
}
