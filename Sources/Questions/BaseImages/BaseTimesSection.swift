/// The builds upon both kinds of base, beside each other.
struct BaseTimesSection {
    let findings: BaseImagesFindings

    var paragraphs: [String] {
        var table = MarkdownTable(
            ("repository", .left), ("builder", .left), ("build", .left), ("provided", .right), ("Debian alone", .right),
            ("provided saves", .right), ("95 % interval", .left), ("n", .right))
        for found in findings.comparisons {
            table.add(
                Words.fixture(found.series.fixture), Words.configuration(found.series.configuration),
                BaseWords.situation(found.situation), Words.seconds(found.provided), Words.seconds(found.deferred),
                Words.seconds(found.saving?.value), BaseWords.interval(found.saving), "\(found.saving?.count ?? 0)")
        }
        return [
            "## Builds upon either",
            table.isEmpty ? "No build succeeded." : table.text,
            table.isEmpty
                ? ""
                : "Medians of build phases over the pairs. What a worker that lacks the base has to do first stands under the suite.",
        ].filter { !$0.isEmpty }
    }
}
