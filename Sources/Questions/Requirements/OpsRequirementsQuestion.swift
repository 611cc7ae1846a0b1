import Model

/// What a worker must offer.
struct OpsRequirementsQuestion: Question {
    let id = "ops-requirements"
    let words = "Are there other requirements on the ops side?"
    let measuredBy = "what `doctor` needed and found: kernel features, privileges, ports, disk, packages"
    let rule = "evidence only"
    let scenario: String? = "requirements"
    let advice = Advice(
        undecided: "Run `plimsoll doctor` on a worker of the kind that is planned.",
        evidence:
            "Run `plimsoll doctor` on each planned worker, and mend what it calls lacking; what it calls degraded may stay."
    )
    let terms = AnswerTerms(counted: ("requirement", "requirements"), basis: .counted)

    /// Nil where the run does not ask for requirements.
    func evidence(in run: RunReader) async throws -> RequirementsEvidence? {
        try await run.requirements().flatMap { $0.asksForRequirements ? $0 : nil }
    }

    /// Requirements decide nothing: the estimate is how many are lacking.
    func verdict(on evidence: RequirementsEvidence) -> Verdict {
        let lacking = evidence.requirements.count { $0.state == "lacking" }
        return Verdict(
            .evidence, estimate: Estimate(value: Double(lacking), interval: nil, count: evidence.requirements.count),
            unit: "requirement")
    }

    func warnings(on evidence: RequirementsEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: RequirementsEvidence, _ verdict: Verdict) -> Answer {
        let all = evidence.requirements
        let lacking = all.filter { $0.state == "lacking" }.map { Markdown.escaped($0.name) }
        let partly = all.count { $0.state == "degraded" }
        return Answer(
            sentence: """
                \(Words.count(all.count, "requirement is", "requirements are")) known and looked at (\(areas(all))); there may be \
                others. The worker that was measured meets \(all.count - lacking.count - partly), lacks \
                \(lacking.isEmpty ? "none" : lacking.joined(separator: ", ")), and \(partly) \(partly == 1 ? "is" : "are") \
                degraded (less than could be, and no obstacle).
                """,
            measure: "lacking: ")
    }

    /// `tools 15, kernel 13 …`: what they are about, the most first.
    private func areas(_ requirements: [RequirementRecord]) -> String {
        Dictionary(grouping: requirements, by: \.area).map { (area: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.area) < ($0.count, $1.area) }
            .map { "\(Markdown.escaped($0.area)) \($0.count)" }.joined(separator: ", ")
    }

    func page(_ evidence: RequirementsEvidence, _ verdict: Verdict) -> Page {
        let page = RequirementsPage(evidence: evidence)
        return page.page(key: page.requirementsKey)
    }
}
