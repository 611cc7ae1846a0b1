import Questions

/// Figures of a comparison by pairs, as a table.
struct FindingTable {
    private let findings: [Finding]
    /// How many configurations the comparison has.
    private let configurations: Int
    /// The names of the two sides.
    private let base, candidate: String

    /// - Parameter all: every figure of the comparison: configurations are named where a figure is not of all of them.
    init(_ findings: [Finding], of all: [Finding], base: String = "base", candidate: String = "candidate") {
        (self.findings, self.base, self.candidate) = (findings, base, candidate)
        configurations = Set(all.flatMap(\.configurations)).count
    }

    var table: Table {
        Table(findings) {
            Column("figure") { ComparisonWords.metric($0.metric) }
            Column("jobs") { jobs($0) }
            Column(base, .right) { ComparisonWords.value($0.base, $0.metric) }
            Column(candidate, .right) { ComparisonWords.value($0.candidate, $0.metric) }
            Column("change", .right) { $0.amount }
            Column("95 % interval", .right) { interval($0) }
            Column("p", .right) { $0.isTimed ? Words.probability($0.p) : "exact" }
            Column("sure to be seen", .right) { seen($0) }
            Column("pairs", .right) { "\($0.pairs.count)" }
            Column("each pair") { [.worse, .cannotTell].contains($0.verdict) ? $0.chart : "" }
        }
    }

    private func jobs(_ finding: Finding) -> String {
        let fixture = Markdown.escaped(Words.fixture(finding.fixture))
        guard finding.configurations.count < configurations else { return fixture }
        return fixture + ", " + finding.configurations.map { Words.configuration($0) }.joined(separator: ", ")
    }

    private func interval(_ finding: Finding) -> String {
        guard finding.isTimed else { return "exact" }
        guard finding.relative != nil else { return Words.absent }
        return finding.interval.map { "\(ComparisonWords.share($0.low)) to \(ComparisonWords.share($0.high))" }
            ?? "none"
    }

    private func seen(_ finding: Finding) -> String {
        guard finding.isTimed else { return "any" }
        return finding.smallestVisible.map { Words.percent(max($0, finding.threshold)) } ?? "none"
    }
}
