/// What a build in containers costs on top of its tests: the question that everything else is set beside.
struct BuildOverheadQuestion: Question {
    let id = "build-overhead"
    let words = "What's the overhead between builds?"
    let measuredBy = """
        overhead of the no-op job and of each fixture, beside the same command run directly. Published comparator: \
        a disposable VM was ready in 40 s at best, 90 s when busy
        """
    let rule = """
        yes, it is light: the upper end of the 95 % interval of the median is under 5 s. That is on a warm worker, over \
        a trace in the real proportions. Overhead's share of the job and each phase's part are reported beside
        """
    let scenario: String? = "overhead"
    let advice = Advice(
        yes: "Do not count overhead against container builds. The other answers say what else to weigh.",
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
            sentence: "A warm job's median overhead: \(verdict.figure)\(verdict.with)\(Words.beside(others)).",
            measure: "overhead: ")
    }

    func page(_ evidence: OverheadEvidence, _ verdict: Verdict) -> Page {
        OverheadPage(evidence: evidence, verdict: verdict).page
    }
}

/// The rule of `build-overhead`, applied: pure, and fixed before any run.
enum OverheadRule {
    /// The bound in seconds: an overhead whose interval lies under it is light.
    static let bound = 5.0
    /// What stands beside the answer and decides nothing: after how many seconds a disposable virtual machine was ready, at best
    /// and when busy. Quoted from the history of Wikimedia's operations-puppet repository, October and November 2016.
    static let virtualMachine = 40.0...90.0

    /// What one configuration's median overhead (in seconds) says; `jobsNeeded` is how many more jobs would decide it.
    static func judge(_ estimate: Estimate?) -> (answer: Verdict.Answer, jobsNeeded: Int?) {
        guard let estimate else { return (.undecided, Estimate.fewestJobs) }
        guard let interval = estimate.interval else { return (.undecided, estimate.jobsUntilInterval) }
        if interval.upperBound < bound { return (.yes, nil) }
        if interval.lowerBound >= bound { return (.no, nil) }
        return (.undecided, estimate.jobsUntilClear(of: bound))
    }

    /// The verdict over all configurations: the worst decides.
    static func verdict(pooled: [PooledOverhead]) -> Verdict {
        let worst = pooled.max { left, right in
            (left.answer.severity, left.estimate?.value ?? 0) < (right.answer.severity, right.estimate?.value ?? 0)
        }
        return Verdict(
            worst?.answer ?? .undecided, estimate: worst?.estimate, unit: "s", decidedBy: worst?.configuration,
            jobsNeeded: worst == nil ? Estimate.fewestJobs : worst?.jobsNeeded)
    }
}
