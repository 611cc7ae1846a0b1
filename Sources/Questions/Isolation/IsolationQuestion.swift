/// What keeps builds and jobs apart from their worker and from each other.
struct IsolationQuestion: Question {
    let id = "isolation"
    let words = "Is the isolation sufficient? Better or worse than disposable VMs?"
    let measuredBy = """
        probes from inside a build and a job: capabilities, seccomp, namespaces, writable kernel files, reachable \
        sockets and networks. Also other jobs' files and processes, limits on memory, processes and disk. Runtimes are \
        compared (runc, gVisor)
        """
    let rule = "evidence only, each probe pass or fail; for Security to judge"
    let scenario: String? = "isolation"
    let advice = Advice(
        undecided: "Let Security see the probes before a shared worker builds untrusted changes.",
        evidence: "Let Security judge your container's probes before a shared worker builds untrusted changes.")
    let terms = AnswerTerms(counted: ("probe", "probes"), basis: .counted)

    func evidence(in run: RunReader) throws -> IsolationEvidence? {
        try IsolationAnalysis.analyse(run.database, run: run.run)
    }

    /// Nothing is decided. The estimate is how many probes did not pass in the usual container, of those that could be tried there.
    func verdict(on evidence: IsolationEvidence) -> Verdict {
        let estimate = evidence.usualJob.map { usual in
            Estimate(value: Double(evidence.failures(in: usual)), interval: nil, count: evidence.tried(in: usual))
        }
        return Verdict(.evidence, estimate: estimate, unit: "probe")
    }

    func warnings(on evidence: IsolationEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: IsolationEvidence, _ verdict: Verdict) -> Answer {
        let hardened = evidence.hardenedJob.map { "; hardened: \(evidence.failures(in: $0))" }
        return Answer(
            sentence: """
                Of \(Words.count(verdict.estimate?.count ?? 0, "probe", "probes")) from inside a job's default container, \
                \(verdict.figure) saw more\(hardened ?? "").
                """,
            measure: "saw more than a job needs: ")
    }

    func page(_ evidence: IsolationEvidence, _ verdict: Verdict) -> Page { IsolationPage(evidence: evidence).page }
}
