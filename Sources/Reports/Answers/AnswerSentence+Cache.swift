import Findings

/// What caching takes, what keeps that small, and what it is good for.
extension AnswerSentence {
    func storage(_ findings: GarbageFindings?) -> String {
        guard let findings else { return Words.absent }
        guard let name = findings.storage.decidedBy, let policy = findings.policies.first(where: { $0.name == name })
        else { return "No policy held the disk's high mark\(uncollected(findings, with: nil))." }
        let disk = findings.capacity.map { "a disk of \(Words.bytes($0))" } ?? "the disk"
        let mark = findings.high.map { " of \(Words.bytes($0))" } ?? ""
        return """
            For the test repositories \(disk) sufficed for \(Words.count(policy.jobs, "build", "builds")) where it was collected by \
            \(GarbageWords.explained(policy, in: findings)) with \(Words.theConfiguration(policy.configuration)): it stayed below the \
            mark\(mark) that was set, and \(lost(policy))\(uncollected(findings, with: policy.configuration))\
            \(otherBuilders(findings, than: policy)).
            """
    }

    /// What a policy costs builds: that nothing was made again, or the points.
    private func lost(_ policy: PolicyFindings) -> String {
        guard policy.evicted > 0 || policy.hitCost?.value != 0 else {
            return "no build step had to be made again for it, so that the cache saved as much as without collecting"
        }
        return """
            took \(figure) off the share of build time that the cache saves, where up to \(Words.plain(StorageRule.costBound)) may go
            """
    }

    /// `. Without collecting it grew by 6.4 MB a build and would have been full after 43 builds`.
    private func uncollected(_ findings: GarbageFindings, with configuration: String?) -> String {
        let reference = findings.policies.first {
            $0.isReference && (configuration == nil || $0.configuration == configuration)
        }
        let growth = reference?.storage?.configurations.first.map { "grew by \(Words.bytes($0.growth.mean)) a build" }
        let full = reference?.fullAfter.map { "would have been full after \(Words.count($0, "build", "builds"))" }
        let parts = [growth, full].compactMap { $0 }
        return parts.isEmpty ? "" : ". Without collecting it \(parts.joined(separator: " and "))"
    }

    /// `. With BuildKit … kept it there too, and took 3.56 points …`: whom the verdict does not speak for.
    private func otherBuilders(_ findings: GarbageFindings, than policy: PolicyFindings) -> String {
        findings.choices.filter { $0.configuration != policy.configuration }.map { choice in
            let builder = Words.theConfiguration(choice.configuration)
            guard let other = choice.policy, let cost = other.hitCost else {
                return ". With \(builder) no policy kept it there"
            }
            let isOpen = cost.interval?.contains(StorageRule.costBound) ?? true
            return """
                . With \(builder) \(GarbageWords.policy(other.policy)) kept it there too, and took \
                \(GarbageWords.points(cost.value)) points (\(GarbageWords.pointInterval(cost.interval))) off the share of build time that \
                the cache saves; up to \(Words.plain(StorageRule.costBound)) may go\
                \(isOpen ? ", and the interval reaches beyond, so that it is undecided" : "")
                """
        }.joined()
    }

    func garbage(_ findings: GarbageFindings?) -> String {
        guard let findings, let name = findings.garbage.decidedBy else { return "No policy held the disk's high mark." }
        let choices = findings.choices.sorted { left, right in left.policy?.name == name && right.policy?.name != name }
        let parts = choices.map { choice in
            let builder = Words.theConfiguration(choice.configuration)
            guard let policy = choice.policy, let rebuild = policy.rebuild else {
                return "with \(builder) no policy kept the disk below its mark"
            }
            let isNothing = rebuild.interval?.contains(0) ?? false
            return """
                with \(builder) \(GarbageWords.explained(policy, in: findings)), \(rivals(of: choice, in: findings)), where a build takes \
                \(Words.seconds(rebuild.value)) longer for it (\(Words.interval(rebuild.interval))\
                \(isNothing ? ": not to be told from nothing" : ""))
                """
        }
        return "To keep the disk below its mark and delay builds the least: \(parts.joined(separator: "; "))."
    }

    /// `the only one of 6 policies that kept it there`, or what shares the first place with it.
    private func rivals(of choice: GarbageRule.Choice, in findings: GarbageFindings) -> String {
        let tried = findings.policies.filter { $0.configuration == choice.configuration && !$0.isReference }
        let count = Words.count(tried.count, "policy", "policies")
        if tried.count(where: \.holds) == 1 { return "the only one of \(count) that kept it there" }
        let near = choice.notTold.map { GarbageWords.policy($0) }.joined(separator: ", ")
        return near.isEmpty ? "the best of \(count)" : "of \(count) not to be told from \(near)"
    }

    func centralCache(_ findings: CentralCacheFindings?) -> String {
        guard let findings,
            let builder = findings.builders.first(where: { $0.configuration == findings.verdict.decidedBy })
        else { return Words.absent }
        let hits = builder.hits.map {
            """
            Intermediate images can be reused: of the steps that a warm worker finds in its cache a cold one found \
            \(Words.percent($0.value)) in the registry's, where \(Words.percent(CentralCacheRule.hitsBound)) are needed; but
            """
        }
        let others = beside(
            findings.builders.filter { $0.configuration != builder.configuration }
                .map { ($0.configuration, Words.times($0.ratio?.value)) })
        let setUp = findings.setUp.reduce(0) { $0 + $1.count }
        return """
            \(hits ?? "With the registry's cache") the median job there takes \(Words.seconds(builder.registry)), \(figure) the \
            \(Words.seconds(builder.warm)) on a warm worker\(with(findings.verdict))\(others), where \(Words.plain(CentralCacheRule.ratioBound)) × \
            would do\(builder.cold.map { "; without the registry's cache it takes \(Words.seconds($0))" } ?? "")\
            \(setUp > 0 ? "; setting it up took \(Words.count(setUp, "action", "actions")), and whether that is easy is yours to judge" : "").
            """
    }

    func dependencies(_ findings: DependencyFindings?) -> String {
        guard let findings else { return Words.absent }
        return """
            \(easiness(findings.managers)). \(sources(findings))a build after a change of the list of dependencies takes \
            \(range(findings)) what one without any cache takes, with the best strategy; up to \(Words.plain(DependencyRule.ratioBound)) × \
            is easy.
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
            A cold build is faster upon a provided image that is on the worker than upon Debian alone for \
            \(findings.cold.count { $0.wins == .yes }) of \(Words.count(findings.cold.count, "repository", "repositories")), the builders \
            taken together: \(findings.cold.compactMap { gain($0, in: findings) }.joined(separator: ", ")). The rule asks for a gain that is \
            surely more than nothing for \(needed) repositories, and that all images together take no more room than upon Debian \
            alone\(bytes).\
            \(rebuilding(findings))
            """
    }

    /// `scap 10.8 s faster (of 14.3 s with BuildKit)`: what a repository gains of what a cold build upon Debian alone takes.
    private func gain(_ repository: BaseImagesRule.Repository, in findings: BaseImagesFindings) -> String? {
        guard let saving = repository.saving else { return nil }
        let cold = findings.comparisons.filter { $0.situation == .cold && $0.series.fixture == repository.fixture }
        let alone = cold.compactMap { comparison in
            comparison.deferred.map {
                "\(Words.seconds($0)) with \(Words.theConfiguration(comparison.series.configuration))"
            }
        }
        return
            "\(Words.fixture(repository.fixture)) \(BaseWords.faster(saving.value)) (of \(alone.joined(separator: ", ")))"
    }

    /// What speaks against them, which the rule does not weigh.
    private func rebuilding(_ findings: BaseImagesFindings) -> String {
        let costs = findings.catchUps.filter { $0.update == .provided && $0.kind == .provided }
        guard let worst = costs.max(by: { $0.repositories < $1.repositories }) else { return "" }
        return """
             The price, which the rule does not count: each time that they are rebuilt every repository builds from scratch once \
            (\(Words.seconds(worst.repositories)) for \(worst.count)).
            """
    }
}
