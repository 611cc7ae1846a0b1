/// How much disk caching needs.
struct StorageQuestion: Question {
    static let id = "storage"

    var id: String { Self.id }
    let words = "What would be the storage requirement for caching?"
    let measuredBy = """
        ledger slope by change class and by GC policy; days to full at given disk and builds a day. The growth \
        model is fitted on the first two thirds of a trace and judged on the last
        """
    let rule =
        "yes, bounded: some policy holds the high mark over the trace and costs at most 5 points of time-weighted hit rate"
    let scenario: String? = "garbage"
    let advice = Advice(
        yes:
            """
            Where your builder has a yes, give workers a disk of a fixed size and the policy of the next answer. Where \
            it is undecided, give it to one worker first, and measure the cost. The size depends on your repositories: \
            run `scenarios/garbage.yaml` with them to find it.
            """,
        no: "Plan more disk, or less cache. These policies do not hold the mark at a bearable cost.",
        undecided: "Plan disk with room to spare until more is measured.")
    let terms = AnswerTerms(claim: "bounded at little cost? ", counted: ("pair of builds", "pairs of builds"))

    func evidence(in run: RunReader) async throws -> GarbageEvidence? { try await GarbageEvidence.read(run) }

    func verdict(on evidence: GarbageEvidence) -> Verdict { StorageRule.verdict(evidence.policies) }

    func warnings(on evidence: GarbageEvidence) -> [Warning] { evidence.warnings }

    func page(_ evidence: GarbageEvidence, _ verdict: Verdict) -> Page {
        let page = GarbagePage(evidence: evidence)
        return page.page(answer: page.storageAnswer, decidedBy: evidence.policy(named: verdict.decidedBy))
    }

    func answer(_ evidence: GarbageEvidence, _ verdict: Verdict) -> Answer {
        let policy = evidence.policy(named: verdict.decidedBy)
        let builder = policy.map { " with \(Words.theConfiguration($0.configuration))" } ?? ""
        return Answer(
            sentence: policy.map { sentence($0, in: evidence, verdict) }
                ?? "No policy held the disk's high mark\(uncollected(evidence, with: nil)).",
            measure: "saving lost\(builder): ", verdict: byBuilder(evidence))
    }

    /// The verdict of each builder where they differ, the best first: the rule asks for one only.
    private func byBuilder(_ evidence: GarbageEvidence) -> String? {
        let builders = evidence.builders.map { name in
            (name: name, answer: StorageRule.verdict(evidence.policies.filter { $0.configuration == name }).answer)
        }
        guard Set(builders.map(\.answer)).count > 1 else { return nil }
        return builders.sorted { ($0.answer.severity, $0.name) < ($1.answer.severity, $1.name) }
            .map { "**\($0.answer.rawValue)** with \(Words.theConfiguration($0.name))" }.joined(separator: ", ")
    }

    private func sentence(_ policy: PolicyEvidence, in evidence: GarbageEvidence, _ verdict: Verdict) -> String {
        let disk = evidence.capacity.map { "a disk of \(Words.bytes($0))" } ?? "the disk"
        let mark = evidence.high.map { " At most \(Words.bytes($0)) (the mark) may stay after a build." }
        return """
            For the test repositories \(disk) sufficed for \(Words.count(policy.jobs, "build", "builds")) with \
            \(Words.theConfiguration(policy.configuration)).\(mark ?? "") The policy was \(evidence.explained(policy)). \
            \(lost(policy, verdict))\(uncollected(evidence, with: policy.configuration))\(otherBuilders(evidence, than: policy)).
            """
    }

    /// What a policy costs builds: that nothing was made again, or the points.
    private func lost(_ policy: PolicyEvidence, _ verdict: Verdict) -> String {
        guard policy.reasons[.evicted] != nil || policy.hitCost?.value != 0 else {
            guard let cost = policy.hitCost, cost.unvaried != nil else {
                return "No build step had to be made again: the cache saved as much as without collecting"
            }
            let pairs = Words.count(cost.count, "pair of builds", "pairs of builds")
            return """
                No step had to be made again in \(pairs). So few pairs cannot exclude a loss of up to \
                \(Words.number(cost.interval?.upperBound)) points (of the share of build time that the cache saves). \
                Up to \(Words.plain(StorageRule.costBound)) may go
                """
        }
        return """
            That took \(verdict.figure) off the share of build time that the cache saves. Up to \
            \(Words.plain(StorageRule.costBound)) may go
            """
    }

    /// `. Without collecting the disk grew by 6.4 MB a build and would have been full after 43 builds`.
    private func uncollected(_ evidence: GarbageEvidence, with configuration: String?) -> String {
        let reference = evidence.policies.first {
            $0.isReference && (configuration == nil || $0.configuration == configuration)
        }
        let growth = reference?.disk?.configurations.first.map { "grew by \(Words.bytes($0.growth.mean)) a build" }
        let full = reference?.fullAfter.map { "would have been full after \(Words.count($0, "build", "builds"))" }
        let parts = [growth, full].compactMap { $0 }
        return parts.isEmpty ? "" : ". Without collecting the disk \(parts.joined(separator: " and "))"
    }

    /// `. With BuildKit … kept the disk below the mark too. It took 3.56 points …`: the builders that the verdict is not about.
    private func otherBuilders(_ evidence: GarbageEvidence, than policy: PolicyEvidence) -> String {
        evidence.choices.filter { $0.configuration != policy.configuration }.map { choice in
            let builder = Words.theConfiguration(choice.configuration)
            guard let other = choice.policy, let cost = other.hitCost else {
                return ". With \(builder) no policy kept the disk below the mark"
            }
            let isOpen = cost.interval?.contains(StorageRule.costBound) ?? true
            return """
                . With \(builder) \(other.word) (see the next answer) kept the disk below the mark too. \
                It took \(Words.number(cost.value)) points (\(Words.points(cost.interval))) off the \
                share of build time that the cache saves. Up to \(Words.plain(StorageRule.costBound)) may go\
                \(isOpen ? "; the interval reaches beyond, so this is undecided" : "")
                """
        }.joined()
    }
}

/// The rule of `storage`, applied: pure, and fixed before any run.
enum StorageRule {
    /// The most points of time-weighted hit rate that holding the mark may cost.
    static let costBound = 5.0

    /// Yes where some policy holds the mark and its cost's interval lies at or under the bound. No where none holds it, or each
    /// that does costs more. A trace that by itself does not fill the disk to the mark puts no policy to the test.
    static func verdict(_ policies: [PolicyEvidence]) -> Verdict {
        func verdict(_ answer: Verdict.Answer, _ policy: PolicyEvidence? = nil, needed: Int? = nil) -> Verdict {
            Verdict(answer, estimate: policy?.hitCost, unit: "points", decidedBy: policy?.name, jobsNeeded: needed)
        }
        let tested = policies.tested
        guard !tested.isEmpty else { return verdict(.undecided) }
        let holding = tested.filter(\.holds)
        guard !holding.isEmpty else { return verdict(.no) }
        let known = holding.filter { $0.hitCost != nil }.sorted {
            ($0.hitCost?.value ?? 0, $0.name) < ($1.hitCost?.value ?? 0, $1.name)
        }
        guard let best = known.first, let cost = best.hitCost else { return verdict(.undecided) }
        if let good = known.first(where: { ($0.hitCost?.interval?.upperBound ?? .infinity) <= costBound }) {
            return verdict(.yes, good)
        }
        if holding.allSatisfy({ ($0.hitCost?.interval?.lowerBound ?? -.infinity) > costBound }) {
            return verdict(.no, best)
        }
        let needed = cost.interval == nil ? cost.jobsUntilInterval : cost.jobsUntilClear(of: costBound)
        return verdict(.undecided, best, needed: needed)
    }
}
