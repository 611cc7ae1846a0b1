/// What disk caching takes, and what keeps that small.
extension AnswerSentence {
    func storage(_ findings: GarbageFindings?) -> String {
        guard let findings else { return Words.absent }
        guard let name = findings.storage.decidedBy, let policy = findings.policies.first(where: { $0.name == name })
        else { return "No policy held the disk's high mark\(uncollected(findings, with: nil))." }
        let disk = findings.capacity.map { "a disk of \(Words.bytes($0))" } ?? "the disk"
        let mark =
            findings.high.map { ", on which no more than \(Words.bytes($0)) (the mark) is to stay after a build," }
            ?? ""
        return """
            For the test repositories \(disk)\(mark) sufficed for \(Words.count(policy.jobs, "build", "builds")) with \
            \(Words.theConfiguration(policy.configuration)) where \(GarbageWords.explained(policy, in: findings)) collected: \
            \(lost(policy))\(uncollected(findings, with: policy.configuration))\(otherBuilders(findings, than: policy)).
            """
    }

    /// What a policy costs builds: that nothing was made again, or the points.
    private func lost(_ policy: PolicyFindings) -> String {
        guard policy.evicted > 0 || policy.hitCost?.value != 0 else {
            guard let cost = policy.hitCost, let unvaried = cost.unvaried else {
                return
                    "no build step had to be made again for that, so that the cache saved as much as without collecting"
            }
            let pairs = Words.count(cost.count, "pair of builds", "pairs of builds")
            return """
                no build step had to be made again for that; \(Words.unvaried(unvaried, pairs, of: "builds")) would lose what the \
                cache saves them, which is \(GarbageWords.points(cost.interval?.upperBound)) points of the share of build time that \
                it saves, where up to \(Words.plain(StorageRule.costBound)) may go
                """
        }
        return """
            that took \(figure) off the share of build time that the cache saves, where up to \(Words.plain(StorageRule.costBound)) may go
            """
    }

    /// `. Without collecting the disk grew by 6.4 MB a build and would have been full after 43 builds`.
    private func uncollected(_ findings: GarbageFindings, with configuration: String?) -> String {
        let reference = findings.policies.first {
            $0.isReference && (configuration == nil || $0.configuration == configuration)
        }
        let growth = reference?.storage?.configurations.first.map { "grew by \(Words.bytes($0.growth.mean)) a build" }
        let full = reference?.fullAfter.map { "would have been filled by \(Words.count($0, "build", "builds"))" }
        let parts = [growth, full].compactMap { $0 }
        return parts.isEmpty ? "" : ". Without collecting the disk \(parts.joined(separator: " and "))"
    }

    /// `. With BuildKit … kept the disk below the mark too, and took 3.56 points …`: whom the verdict does not speak for.
    private func otherBuilders(_ findings: GarbageFindings, than policy: PolicyFindings) -> String {
        findings.choices.filter { $0.configuration != policy.configuration }.map { choice in
            let builder = Words.theConfiguration(choice.configuration)
            guard let other = choice.policy, let cost = other.hitCost else {
                return ". With \(builder) no policy kept the disk below the mark"
            }
            let isOpen = cost.interval?.contains(StorageRule.costBound) ?? true
            return """
                . With \(builder) \(GarbageWords.policy(other.policy)) (see the next answer) kept the disk below the mark too, \
                and took \(GarbageWords.points(cost.value)) points (\(GarbageWords.pointInterval(cost.interval))) off the \
                share of build time that the cache saves; up to \(Words.plain(StorageRule.costBound)) may go\
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
                with \(builder) \(GarbageWords.explained(policy, in: findings)), \(rivals(of: choice, in: findings)), where a \
                build takes \(Words.seconds(rebuild.value)) longer for it (\(Words.interval(rebuild.interval))\
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
}
