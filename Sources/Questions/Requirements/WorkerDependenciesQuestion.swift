import Model

/// Whether a worker that only builds needs less.
struct WorkerDependenciesQuestion: Question {
    let id = "worker-dependencies"
    let words = "Do pre-provisioned workers need far fewer dependencies?"
    let measuredBy = """
        packages and bytes on a worker that only builds containers, beside one that carries what the fixtures need
        """
    let rule = "yes: under half, by count and by bytes"
    let scenario: String? = "requirements"
    let advice = Advice(
        yes: "Take the repositories' dependencies out of the provisioning of workers.",
        no: "Expect no half-size workers, unless your repositories need much more. Judge containers by other reasons.",
        undecided: "Do not count on smaller workers yet.")
    let terms = AnswerTerms(claim: "under half, packages and bytes? ", basis: .computed)

    /// Nil where the run does not ask for packages.
    func evidence(in run: RunReader) async throws -> RequirementsEvidence? {
        try await run.requirements().flatMap { $0.asksForPackages ? $0 : nil }
    }

    func verdict(on evidence: RequirementsEvidence) -> Verdict { WorkerRule.verdict(on: evidence) }
    func warnings(on evidence: RequirementsEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: RequirementsEvidence, _ verdict: Verdict) -> Answer {
        Answer(sentence: sentence(evidence), measure: "\(verdict.decidedBy ?? "") ÷ the other worker's: ")
    }

    private func sentence(_ evidence: RequirementsEvidence) -> String {
        guard let shares = WorkerRule.shares(evidence) else { return "What the workers need could not be computed." }
        return """
            A build-only worker has \(Words.percent(shares.packages)) of the packages and \(Words.percent(shares.bytes)) of the \
            bytes.
            """
    }

    func page(_ evidence: RequirementsEvidence, _ verdict: Verdict) -> Page {
        let page = RequirementsPage(evidence: evidence)
        return page.page(key: page.workersKey)
    }
}

/// The rule of `worker-dependencies`, applied: pure, and fixed before any run.
enum WorkerRule {
    /// Under what share of the other's a worker's figure must lie.
    static let bound = 0.5

    /// What the worker that only builds has, over what the carrying one has; nil where either is not known or empty.
    static func shares(_ evidence: RequirementsEvidence) -> (packages: Double, bytes: Double)? {
        guard let less = evidence.count(.buildOnly), let more = evidence.count(.carrying), more.packages > 0,
            more.bytes > 0
        else { return nil }
        return (less.packages / more.packages, less.bytes / more.bytes)
    }

    /// Yes where both shares lie under the bound, no where one does not. Nothing is sampled, so that there is no interval.
    static func verdict(on evidence: RequirementsEvidence) -> Verdict {
        guard let shares = shares(evidence) else { return Verdict(.undecided, estimate: nil, unit: "×") }
        let worse = max(shares.packages, shares.bytes)
        return Verdict(
            worse < bound ? .yes : .no, estimate: Estimate(value: worse, interval: nil, count: 1),
            unit: "×", decidedBy: shares.packages >= shares.bytes ? "packages" : "bytes")
    }
}
