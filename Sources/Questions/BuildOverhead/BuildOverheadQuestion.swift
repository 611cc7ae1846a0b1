/// What a build in containers costs on top of its tests: the question that everything else is set beside.
struct BuildOverheadQuestion: Question {
    static let id = "build-overhead"

    var id: String { Self.id }
    let words = "What's the overhead between builds?"
    let measuredBy = """
        overhead of the no-op job and of each fixture, beside the same command run directly; published comparator: \
        a disposable VM was ready in 40 s at best, 90 s when busy
        """
    let rule = """
        yes, it is light: on a warm worker, over a trace in the real proportions, the upper end of the 95 % interval \
        of the median is under 5 s; its share of the job and each phase's part are reported beside
        """
    let scenario: String? = "overhead"
    let advice = Advice(
        yes: "Do not count overhead against builds in containers; the other answers say what else to weigh.",
        no: "Find the phase that takes the time before moving builds into containers.",
        undecided: "Do not decide on it yet: run more jobs.")
    let terms = AnswerTerms(claim: "light? ")

    func evidence(in run: RunReader) async throws -> OverheadEvidence? { try await run.survey().overhead }

    func verdict(on evidence: OverheadEvidence) -> Verdict { OverheadRule.verdict(pooled: evidence.pooled) }

    func warnings(on evidence: OverheadEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: OverheadEvidence, _ verdict: Verdict) -> Answer {
        let others = evidence.pooled.filter { $0.configuration != verdict.decidedBy }
            .map { (configuration: $0.configuration, figure: Words.seconds($0.estimate?.value)) }
        return Answer(
            sentence: """
                Besides its own command the median job on a warm worker spends \
                \(verdict.figure)\(verdict.with)\(Words.beside(others)) on everything together: the image (built with the \
                worker's cache), the container, copying, cleaning up; under \(Words.plain(OverheadRule.bound)) s is light. \
                For comparison, quoted and not measured: a disposable virtual machine was ready in \
                \(Words.plain(OverheadRule.virtualMachine.lowerBound)) s at best.
                """,
            measure: "overhead: ")
    }

    func page(_ evidence: OverheadEvidence, _ verdict: Verdict) -> Page {
        OverheadPage(evidence: evidence, verdict: verdict).page
    }
}
