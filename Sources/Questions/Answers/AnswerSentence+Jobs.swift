/// What jobs cost, how many go beside each other, and what they leave.
extension AnswerSentence {
    func overhead(_ findings: OverheadFindings?) -> String {
        let others = beside(
            (findings?.pooled ?? []).filter { $0.configuration != findings?.verdict.decidedBy }
                .map { ($0.configuration, Words.seconds($0.estimate?.value)) })
        return """
            Besides its own command the median job on a warm worker spends \(figure)\(with(findings?.verdict))\(others) on \
            everything together: the image (built with the worker's cache), the container, copying, cleaning up; under \
            \(Words.plain(OverheadRule.bound)) s is light. For comparison, quoted and not measured: a disposable virtual \
            machine was ready in \(Words.plain(OverheadRule.virtualMachine.lowerBound)) s at best.
            """
    }

    func executors(_ findings: ExecutorsFindings?) -> String {
        let others = (findings?.sweeps ?? []).filter { $0.configuration != findings?.verdict.decidedBy }
        let name =
            with(findings?.verdict)
            + beside(others.map { ($0.configuration, $0.estimate.map { Words.plain($0.value) } ?? Words.absent) })
        switch findings?.verdict.answer {
        case .yes:
            return """
                Up to \(figure)\(name): the 95th percentile of job times stays at most \(Words.plain(ExecutorsRule.tailBound)) \
                × that of one executor, and each one more brings throughput\(beyond(findings)).
                """
        case .no: return "Not even one executor kept to what the rule allows\(name)."
        case .undecided, nil:
            return "\(figure) kept to the rule\(name); whether more would, or how sure that is, is open."
        }
    }

    /// `; with 3 the 95th percentile was 1.69 × that of one`: what the next number broke.
    private func beyond(_ findings: ExecutorsFindings?) -> String {
        let decisive = findings?.sweeps.first { $0.configuration == findings?.verdict.decidedBy }
        guard let next = decisive?.knee?.next else { return "" }
        return "; with \(next.executors) \(ExecutorsAnswerSection.words(next.breaches))"
    }

    func cleanup(_ findings: CleanupFindings?) -> String {
        guard let findings else { return Words.absent }
        let growth =
            answer.record?.estimate == nil
            ? ""
            : """
            ; and \(figure) of the bytes that were created stayed on the disk as space that the engine does not report, where \
            under \(Words.percent(CleanupRule.growthBound)) may
            """
        return """
            \(Words.count(findings.leaks.count, "thing was", "things were")) left after \(findings.audited - findings.clean) \
            of \(Words.count(findings.audited, "job", "jobs")), and none may be: \
            \(sources(findings))\(kinds(findings))\(growth).
            """
    }

    /// `0 after the 16 jobs that nothing happened to, 71 after the 260 that were disturbed on purpose (42 after …)`.
    private func sources(_ findings: CleanupFindings) -> String {
        let usual = findings.cases.filter { !$0.isDisturbed }
        let disturbed = findings.cases.filter(\.isDisturbed)
        func sum(_ cases: [CleanupCase], _ figure: KeyPath<CleanupCase, Int>) -> Int {
            cases.reduce(0) { $0 + $1[keyPath: figure] }
        }
        let first = """
            \(sum(usual, \.left)) after the \(Words.count(sum(usual, \.audited), "job", "jobs")) that nothing happened to
            """
        guard !disturbed.isEmpty else { return first }
        let faults = Dictionary(grouping: disturbed, by: \.fault)
            .map { (fault: CleanupWords.fault($0.key), left: sum($0.value, \.left)) }
            .filter { $0.left > 0 }.sorted { ($1.left, $0.fault) < ($0.left, $1.fault) }
            .map { "\($0.left) after \($0.fault)" }
        return """
            \(first), \(sum(disturbed, \.left)) after the \(sum(disturbed, \.audited)) that were disturbed on purpose\
            \(faults.isEmpty ? "" : " (\(faults.joined(separator: ", ")))")
            """
    }

    /// `; by kind: images without a name 28, mounts 13 …`: the most first.
    private func kinds(_ findings: CleanupFindings) -> String {
        let left = findings.kinds.filter { $0.leaks > 0 }
            .sorted { ($1.leaks, $0.name) < ($0.leaks, $1.name) }
            .map { "\(CleanupWords.kind($0.name)) \($0.leaks)" }
        return left.isEmpty ? "" : "; by kind: \(left.joined(separator: ", "))"
    }
}
