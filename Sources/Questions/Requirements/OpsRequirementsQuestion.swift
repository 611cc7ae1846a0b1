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
        evidence: "Run `plimsoll doctor` on each planned worker. Fix what it calls lacking; degraded may stay.")
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
        let lacking = all.count { $0.state == "lacking" }
        let partly = all.count { $0.state == "degraded" }
        return Answer(
            sentence: """
                \(Words.count(all.count, "requirement is", "requirements are")) known and looked at: \
                \(all.count - lacking - partly) met, \(lacking) lacking, \(partly) degraded.
                """,
            measure: "lacking: ")
    }

    func page(_ evidence: RequirementsEvidence, _ verdict: Verdict) -> Page {
        let page = RequirementsPage(evidence: evidence)
        return page.page(key: page.requirementsKey)
    }
}
