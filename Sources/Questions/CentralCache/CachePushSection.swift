/// What the cache costs the engine that fills it, and the registry.
struct CachePushSection {
    let findings: CentralCacheFindings

    var paragraphs: [String] {
        ["## What filling it costs"] + pushes + registry
    }

    private var pushes: [String] {
        var table = MarkdownTable(
            ("fixture", .left), ("builder", .left), ("pushes", .right), ("first push", .right), ("moved", .right),
            ("later push", .right), ("moved", .right))
        for found in findings.pushes {
            table.add(
                Words.fixture(found.series.fixture), Words.configuration(found.series.configuration), "\(found.pushes)",
                Words.seconds(found.firstSeconds), Words.bytes(found.firstBytes), Words.seconds(found.laterSeconds),
                Words.bytes(found.laterBytes))
        }
        guard !table.isEmpty else { return ["Nothing was pushed."] }
        return [
            table.text,
            """
            Every build that others are to profit from pays for a push; it stands in no other time of this report. “First” carries \
            every layer that the registry lacks, “later” is the median of the others.
            """,
        ]
    }

    private var registry: [String] {
        guard let registry = findings.registry else { return [] }
        var text = """
            After \(Words.count(registry.pushes, "push", "pushes")) the registry kept \(Words.bytes(registry.kept)), of it \
            \(Words.bytes(registry.manifests)) of manifests; the base images that were published through it first are part of it.
            """
        if let collection = registry.collection {
            text += """
                 Its own garbage collection, keeping the newest image of each repository, brought it from \
                \(Words.bytes(collection.before)) to \(Words.bytes(collection.after)) in \
                \(Words.seconds(collection.seconds)); nothing could be pushed or pulled for \
                \(Words.seconds(collection.blocked)).
                """
        } else {
            text += " Its own garbage collection was not measured: the run did not come to its end."
        }
        return [text]
    }
}
