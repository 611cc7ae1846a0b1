/// What the images take and share.
struct BaseBytesSection {
    let findings: BaseImagesFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("builder", .left), ("base", .left), ("repository", .left), ("image", .right), ("shared", .right),
            ("alone", .right), ("all together", .right))
        for found in findings.bytes {
            for image in found.images {
                table.add(
                    Words.configuration(found.configuration), BaseWords.kind(found.kind), Words.fixture(image.fixture),
                    Words.bytes(image.bytes), Words.bytes(image.shared), Words.bytes(image.bytes - image.shared),
                    Words.bytes(found.together))
            }
        }
        return [
            "## Bytes",
            table.isEmpty ? "What the images take was not measured." : table.text,
            table.isEmpty
                ? ""
                : """
                The engine's own sizes of layers, as they stood at the end of the run. “Shared” are the layers that another repository's \
                image upon the same kind of base has too; “all together” counts each layer once. The cache of BuildKit is not in it.
                """,
        ].filter { !$0.isEmpty }
    }
}
