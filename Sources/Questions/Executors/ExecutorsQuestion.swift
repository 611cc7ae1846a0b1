/// How many jobs at a time a worker carries.
struct ExecutorsQuestion: Question {
    static let id = "executors"

    var id: String { Self.id }
    let words = "How many executors can we support per instance?"
    let measuredBy = "closed- and open-loop sweeps"
    let rule = """
        the largest N where p95 job time is at most 1.5 × that of N=1's, throughput still grew 5 % or more over \
        N−1, and no job failed; with interval over repeats
        """
    let scenario: String? = "executors"
    let terms = AnswerTerms(yes: "found", no: "none", basis: .overRepeats)
    let advice = Advice(
        yes: "Give each worker of this kind the number of executors that was found, and no more; measure other kinds.",
        no: "Give it no executor before the failures with one are understood.",
        undecided: "Keep to one executor a worker until more is measured.")

    func evidence(in run: RunReader) throws -> ExecutorsEvidence? {
        try ExecutorsAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: ExecutorsEvidence) -> Verdict { ExecutorsRule.verdict(evidence.sweeps) }

    func warnings(on evidence: ExecutorsEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: ExecutorsEvidence, _ verdict: Verdict) -> Answer {
        let others = evidence.sweeps.filter { $0.configuration != verdict.decidedBy }
        let name =
            verdict.with
            + Words.beside(
                others.map { ($0.configuration, $0.estimate.map { Words.plain($0.value) } ?? Words.absent) })
        switch verdict.answer {
        case .yes:
            // What the next number broke.
            let next = evidence.deciding(verdict)?.knee?.next
            let beyond = next.map { "; with \($0.executors) \($0.words)" } ?? ""
            return Answer(
                sentence: """
                    Up to \(verdict.figure)\(name): the 95th percentile of job times stays at most \
                    \(Words.plain(ExecutorsRule.tailBound)) × that of one executor, and each one more brings throughput\(beyond).
                    """)
        case .no:
            return Answer(sentence: "Not even one executor kept to what the rule allows\(name).")
        case .undecided, .evidence:
            return Answer(
                sentence: """
                    \(verdict.figure) kept to the rule\(name); whether more would, or how sure that is, is open.
                    """)
        }
    }

    func page(_ evidence: ExecutorsEvidence, _ verdict: Verdict) -> Page {
        ExecutorsPage(question: self, evidence: evidence, verdict: verdict).page
    }
}
