import Model

/// Which package managers' installations a build can keep.
struct CacheableDependenciesQuestion: Question {
    static let id = "cacheable-dependencies"

    var id: String { Self.id }
    let words = "What kinds of dependencies can be easily cached?"
    let measuredBy = """
        apt, pip, npm, gem, composer × strategy (one layer, a layer a manifest, cache mount, restored archive) × \
        change class
        """
    let rule = "easily: always hit after a source change, and a manifest change costs at most half of cold"
    let scenario: String? = "dependencies"
    let advice = Advice(
        yes: "Write Dockerfiles with the strategy that the table names for each package manager.",
        no:
            """
            Use the strategy that the table in this answer's section names for each manager, and plan for what a changed list costs.
            """,
        undecided: "Do not prescribe a strategy on these figures yet.")
    let terms = AnswerTerms(claim: "all easy? ", counted: ("change", "changes"))

    func evidence(in run: RunReader) throws -> DependencyEvidence? {
        try DependencyAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: DependencyEvidence) -> Verdict { DependencyRule.verdict(evidence.managers) }

    func warnings(on evidence: DependencyEvidence) -> [Warning] { evidence.warnings }

    func page(_ evidence: DependencyEvidence, _ verdict: Verdict) -> Page {
        DependencyPage(question: self, evidence: evidence, verdict: verdict).page
    }
}

extension CacheableDependenciesQuestion {
    func answer(_ evidence: DependencyEvidence, _ verdict: Verdict) -> Answer {
        let isSureOfAll = evidence.managers.allSatisfy {
            ($0.best?.ratio?.interval?.lowerBound ?? 0) > DependencyRule.ratioBound
        }
        return Answer(
            sentence: """
                \(easiness(evidence.managers)). \(sources(evidence.managers))a build after a change of the list of dependencies takes \
                \(range(evidence.managers) ?? verdict.figure) what one without any cache takes, with the best strategy, where up to \
                \(Words.plain(DependencyRule.ratioBound)) × is \
                easy\(isSureOfAll ? ": each manager's interval lies above that" : "").
                """,
            measure: "changed list ÷ no cache, at worst: ")
    }

    /// `None of 5 package managers (apt, gem …) is cached easily`, or which is and which is not.
    private func easiness(_ managers: [DependencyManager]) -> String {
        func names(_ answer: Verdict.Answer) -> String {
            managers.filter { $0.answer == answer }.map { Markdown.escaped($0.name) }.joined(separator: ", ")
        }
        let count = Words.count(managers.count, "package manager", "package managers")
        if managers.allSatisfy({ $0.answer == .no }) { return "None of \(count) (\(names(.no))) is cached easily" }
        let parts = [("easily", names(.yes)), ("not easily", names(.no)), ("undecided", names(.undecided))]
            .filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
        return "Of \(count) these are cached \(parts.joined(separator: "; "))"
    }

    /// `After a change of a source file all packages came from the cache, but `: what is easy, where it is so for all.
    private func sources(_ managers: [DependencyManager]) -> String {
        let changes = managers.map { $0.best?.of(.source) }
        let always = !changes.isEmpty && changes.allSatisfy { $0.map { $0.jobs > 0 && $0.hits == $0.jobs } ?? false }
        return always
            ? "After a change of a source file all packages came from the cache, but " : "Where it is least easy, "
    }

    /// `0.812 × (npm) to 0.954 × (composer)`: the least and the most over the package managers; nil where there are no two.
    private func range(_ managers: [DependencyManager]) -> String? {
        let known = managers.compactMap { manager in
            manager.best?.ratio.map { (name: Markdown.escaped(manager.name), value: $0.value) }
        }
        guard let least = known.min(by: { $0.value < $1.value }), let most = known.max(by: { $0.value < $1.value }),
            least.name != most.name
        else { return nil }
        return "\(Words.times(least.value)) (\(least.name)) to \(Words.times(most.value)) (\(most.name))"
    }
}
