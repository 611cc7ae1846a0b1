import Findings

/// What jobs cost, how many go beside each other, and what they leave.
extension AnswerSentence {
    func overhead(_ findings: OverheadFindings?) -> String {
        let others = beside(
            (findings?.pooled ?? []).filter { $0.configuration != findings?.verdict.decidedBy }
                .map { ($0.configuration, Words.seconds($0.estimate?.value)) })
        return """
            Besides its own command the median job on a warm worker spends \(figure)\(with(findings?.verdict))\(others) on everything together: the \
            image, the container, copying, cleaning up; under \(Words.plain(OverheadRule.bound)) s is light. For comparison, quoted and not \
            measured: a disposable virtual machine was ready in \(Words.plain(OverheadRule.virtualMachine.lowerBound)) s at best.
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
                Up to \(figure)\(name): the 95th percentile of job times stays at most \(Words.plain(ExecutorsRule.tailBound)) × that \
                of one executor, and each one more brings throughput\(beyond(findings)).
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
            ; and \(figure) of the bytes that were created stayed on the disk as space that the engine does not report, where under \
            \(Words.percent(CleanupRule.growthBound)) may
            """
        return """
            \(Words.count(findings.leaks.count, "thing was", "things were")) left after \(findings.audited - findings.clean) of \
            \(Words.count(findings.audited, "job", "jobs"))\(disturbed(findings)), where none may be: \(sources(findings))\(kinds(findings))\(growth).
            """
    }

    /// `, 260 of which were disturbed on purpose`.
    private func disturbed(_ findings: CleanupFindings) -> String {
        let count = findings.cases.filter(\.isDisturbed).reduce(0) { $0 + $1.audited }
        return count == 0 ? "" : ", \(count) of which were disturbed on purpose"
    }

    /// `0 after 16 jobs that nothing happened to, 42 after an engine killed …`: after what, the most first.
    private func sources(_ findings: CleanupFindings) -> String {
        let undisturbed = findings.cases.filter { !$0.isDisturbed }
        let usual = undisturbed.reduce(0) { $0 + $1.left }
        let first = """
            \(usual) after \
            \(Words.count(undisturbed.reduce(0) { $0 + $1.audited }, "job", "jobs")) that nothing happened to
            """
        let faults = Dictionary(grouping: findings.cases.filter(\.isDisturbed)) { $0.fault }
            .map { (fault: CleanupWords.fault($0.key), left: $0.value.reduce(0) { $0 + $1.left }) }
        let others = faults.filter { $0.left > 0 }.sorted { ($1.left, $0.fault) < ($0.left, $1.fault) }
            .map { "\($0.left) after \($0.fault)" }
        return ([first] + others).joined(separator: ", ")
    }

    /// ` (in all: images without a name 28, mounts 13 …)`: what was left, the most first.
    private func kinds(_ findings: CleanupFindings) -> String {
        let left = findings.kinds.filter { $0.leaks > 0 }
            .sorted { ($1.leaks, $0.name) < ($0.leaks, $1.name) }
            .map { "\(CleanupWords.kind($0.name)) \($0.leaks)" }
        return left.isEmpty ? "" : " (in all: \(left.joined(separator: ", ")))"
    }
}
