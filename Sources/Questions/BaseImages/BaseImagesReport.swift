import Store

/// The report on `base-images`.
struct BaseImagesReport: AnsweringDocument {
    let findings: BaseImagesFindings
    /// Single builds by repository, builder and base: cold, and after a change of a source.
    let times: Chart?
    /// What the images take, by builder and base.
    let bytes: Chart?

    init(_ findings: BaseImagesFindings) {
        self.findings = findings
        times = Self.times(findings)
        bytes = BaseByteBars(bytes: findings.bytes).chart
    }

    var subject: String { "base-images" }

    var title: String { "Provided base images, or everything by the repository" }

    var run: RunSummary { findings.run }

    var drawings: [Chart] { [times, bytes].compactMap { $0 } }

    var sections: [[String]] {
        [
            BaseAnswerSection(findings: findings).paragraphs,
            image(times),
            BaseReadingSection().paragraphs,
            BaseTimesSection(findings: findings).paragraphs,
            BaseBytesSection(findings: findings).paragraphs,
            image(bytes),
            BaseDockerfileSection(findings: findings).paragraphs,
            BaseUpdateSection(findings: findings).paragraphs,
            SuiteSection(findings: findings).paragraphs,
            BaseBalanceSection(findings: findings).paragraphs,
            CautionSection(cautions: findings.cautions).paragraphs,
            BaseLimitsSection().paragraphs,
            EnvironmentSection(run: findings.run).paragraphs,
            BaseReproductionSection(findings: findings).paragraphs,
        ]
    }

    func key(to question: Question) -> KeyEvidence {
        let section = BaseAnswerSection(findings: findings)
        let isOfBytes = findings.verdict.unit == "byte"
        return KeyEvidence(
            words: section.words, table: isOfBytes ? section.bytes : section.table, charts: [isOfBytes ? bytes : times])
    }

    var introduction: String { sentence(warnings: findings.cautions) }

    private static func times(_ findings: BaseImagesFindings) -> Chart? {
        let rows = findings.comparisons.filter { $0.situation != .dependency }.flatMap { found in
            BaseKind.allCases.compactMap { kind -> StripChart.Row? in
                let builds = found.points[kind] ?? []
                guard let median = kind == .provided ? found.provided : found.deferred else { return nil }
                let situation = found.situation == .cold ? "cold" : "source"
                return StripChart.Row(
                    name: "\(Words.series(found.series)): \(BaseWords.kind(kind)), \(situation)",
                    estimate: Estimate(value: median, interval: nil, count: builds.count), points: builds)
            }
        }
        return StripChart(
            name: "builds", title: "A build's time: cold, and after a change of a source", rows: rows, bound: nil,
            quantity: "the build in seconds"
        ).chart
    }
}
