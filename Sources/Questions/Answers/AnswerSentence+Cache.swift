import Model

/// What caches are good for: a central one, those of package managers, images that are provided.
extension AnswerSentence {
    func centralCache(_ findings: CentralCacheFindings?) -> String {
        guard let findings,
            let builder = findings.builders.first(where: { $0.configuration == findings.verdict.decidedBy })
        else { return Words.absent }
        let hits = builder.hits.map {
            """
            Intermediate images can be reused: a cold worker found in the registry's cache \(Words.percent($0.value)) of the \
            steps that a warm one finds in its own, where \(Words.percent(CentralCacheRule.hitsBound)) are needed; but with it
            """
        }
        let others = beside(
            findings.builders.filter { $0.configuration != builder.configuration }
                .map { ($0.configuration, Words.times($0.ratio?.value)) })
        return """
            \(hits ?? "With the registry's cache") the median job on a cold worker takes \(Words.seconds(builder.registry)), \
            \(figure) the \(Words.seconds(builder.warm)) on a warm worker\(with(findings.verdict))\(others), where \
            \(Words.plain(CentralCacheRule.ratioBound)) × would \
            do\(builder.cold.map { "; without the registry's cache it takes \(Words.seconds($0))" } ?? "")\
            \(setUp(findings.setUp)).
            """
    }

    /// `; setting it up takes 2 actions once, 3 actions for each worker …`: how many different ones, of a builder that needs most.
    private func setUp(_ counts: [SetUpCount]) -> String {
        let scopes = [SetUpAction.Scope.fleet, .worker, .jobDefinition].compactMap { scope -> String? in
            let actions = counts.filter { $0.action.scope == scope }
            let byBuilder = Dictionary(grouping: actions, by: \.configuration).mapValues(\.count)
            let most = (byBuilder[nil] ?? 0) + (byBuilder.filter { $0.key != nil }.values.max() ?? 0)
            return most == 0 ? nil : "\(Words.count(most, "action", "actions")) \(CacheWords.scope(scope))"
        }
        return scopes.isEmpty
            ? "" : "; setting it up takes \(scopes.joined(separator: ", ")), and whether that is easy is yours to judge"
    }

    func dependencies(_ findings: DependencyFindings?) -> String {
        guard let findings else { return Words.absent }
        return """
            \(easiness(findings.managers)). \(sources(findings))a build after a change of the list of dependencies takes \
            \(range(findings)) what one without any cache takes, with the best strategy, where up to \
            \(Words.plain(DependencyRule.ratioBound)) × is \
            easy\(isSureOfAll(findings) ? ": each manager's interval lies above that" : "").
            """
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
    private func sources(_ findings: DependencyFindings) -> String {
        let changes = findings.managers.map { $0.best?.of(.source) }
        let always = !changes.isEmpty && changes.allSatisfy { $0.map { $0.jobs > 0 && $0.hits == $0.jobs } ?? false }
        return always
            ? "After a change of a source file all packages came from the cache, but " : "Where it is least easy, "
    }

    private func isSureOfAll(_ findings: DependencyFindings) -> Bool {
        findings.managers.allSatisfy { ($0.best?.ratio?.interval?.lowerBound ?? 0) > DependencyRule.ratioBound }
    }

    /// `0.812 × (npm) to 0.954 × (composer)`: the least and the most over the package managers.
    private func range(_ findings: DependencyFindings) -> String {
        let known = findings.managers.compactMap { manager in
            manager.best?.ratio.map { (name: Markdown.escaped(manager.name), value: $0.value) }
        }
        guard let least = known.min(by: { $0.value < $1.value }), let most = known.max(by: { $0.value < $1.value }),
            least.name != most.name
        else { return figure }
        return "\(Words.times(least.value)) (\(least.name)) to \(Words.times(most.value)) (\(most.name))"
    }

    func bases(_ findings: BaseImagesFindings?) -> String {
        guard let findings, let estimate = findings.verdict.estimate else { return Words.absent }
        if findings.verdict.unit == "byte" {
            return
                "Upon provided images all images together take \(Words.bytes(-estimate.value)) more\(with(findings.verdict))."
        }
        let needed = BaseImagesRule.repositoriesNeeded
        let bytes = findings.bytesSaved.map(\.bytes).min().map { " (they take \(BaseWords.less($0)))" } ?? ""
        return """
            A cold build is faster upon a provided image that is on the worker than upon Debian alone, where it installs \
            everything itself, for \(findings.cold.count { $0.wins == .yes }) of \
            \(Words.count(findings.cold.count, "repository", "repositories")), the builders taken together: \
            \(findings.cold.compactMap { gain($0, in: findings) }.joined(separator: ", ")). The rule asks for a gain that is \
            surely more than nothing for \(needed) repositories, and that all images together take no more room than upon \
            Debian alone\(bytes).\
            \(rebuilding(findings))
            """
    }

    /// `scap 10.8 s faster (alone it takes 14.3 s with BuildKit)`: what a repository gains of what a cold build upon Debian
    /// alone takes.
    private func gain(_ repository: BaseImagesRule.Repository, in findings: BaseImagesFindings) -> String? {
        guard let saving = repository.saving else { return nil }
        let cold = findings.comparisons.filter { $0.situation == .cold && $0.series.fixture == repository.fixture }
        let alone = cold.compactMap { comparison in
            comparison.deferred.map {
                "\(Words.seconds($0)) with \(Words.theConfiguration(comparison.series.configuration))"
            }
        }
        return
            "\(Words.fixture(repository.fixture)) \(BaseWords.faster(saving.value)) (alone it takes \(alone.joined(separator: ", ")))"
    }

    /// What speaks against them, which the rule does not weigh.
    private func rebuilding(_ findings: BaseImagesFindings) -> String {
        let costs = findings.catchUps.filter { $0.update == .provided && $0.kind == .provided }
        guard let worst = costs.max(by: { $0.repositories < $1.repositories }) else { return "" }
        let price = """
            The price, which the rule does not count: each time that they are rebuilt every repository builds from scratch \
            once (\(Words.seconds(worst.repositories)) for \(worst.count)).
            """
        return " " + price
    }
}
