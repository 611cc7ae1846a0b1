import Model

/// Whether what one worker built serves the others.
struct CentralCacheQuestion: Question {
    static let id = "central-cache"

    var id: String { Self.id }
    let words = "Can we easily set up a central cache? Can intermediate images be reused across the fleet?"
    let measuredBy = """
        a second, cold engine with and without the registry's cache; bytes moved; set-up actions counted
        """
    let rule = "yes: median job at most 1.5 × the warm engine's, and 90 % of its hits"
    let scenario: String? = "central-cache"
    let advice = Advice(
        yes: "Set up the registry's cache: new and idle workers can take over jobs.",
        no: """
            Send jobs to the worker that built their repository last; a central cache does not replace that. Where workers \
            are often new, set one up besides, if the time that it saves them is worth those actions.
            """,
        undecided: "Do not build a central cache on these figures yet.")
    let terms = AnswerTerms(claim: "nearly as good as a warm worker? ", counted: ("change", "changes"))

    func evidence(in run: RunReader) throws -> CentralCacheEvidence? {
        try CentralCacheAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: CentralCacheEvidence) -> Verdict { CentralCacheRule.verdict(evidence.builders) }

    func warnings(on evidence: CentralCacheEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: CentralCacheEvidence, _ verdict: Verdict) -> Answer {
        Answer(sentence: sentence(evidence, verdict), measure: "with the registry's cache ÷ warm: ")
    }

    private func sentence(_ evidence: CentralCacheEvidence, _ verdict: Verdict) -> String {
        guard let builder = evidence.builders.first(where: { $0.configuration == verdict.decidedBy }) else {
            return Words.absent
        }
        let hits = builder.hits.map {
            """
            Intermediate images can be reused: a cold worker found in the registry's cache \(Words.percent($0.value)) of the \
            steps that a warm one finds in its own, where \(Words.percent(CentralCacheRule.hitsBound)) are needed; but with it
            """
        }
        let others = evidence.builders.filter { $0.configuration != builder.configuration }
            .map { (configuration: $0.configuration, figure: Words.times($0.ratio?.value)) }
        return """
            \(hits ?? "With the registry's cache") the median job on a cold worker takes \(Words.seconds(builder.registry)), \
            \(verdict.figure) the \(Words.seconds(builder.warm)) on a warm worker\(verdict.with)\(Words.beside(others)), where \
            \(Words.plain(CentralCacheRule.ratioBound)) × would \
            do\(builder.cold.map { "; without the registry's cache it takes \(Words.seconds($0))" } ?? "")\
            \(setUp(evidence.setUp)).
            """
    }

    /// `; setting it up takes 2 actions once, 3 actions for each worker …`: how many different ones, of a builder that needs most.
    private func setUp(_ counts: [SetUpCount]) -> String {
        let scopes = [SetUpAction.Scope.fleet, .worker, .jobDefinition].compactMap { scope -> String? in
            let actions = counts.filter { $0.action.scope == scope }
            let byBuilder = Dictionary(grouping: actions, by: \.configuration).mapValues(\.count)
            let most = (byBuilder[nil] ?? 0) + (byBuilder.filter { $0.key != nil }.values.max() ?? 0)
            return most == 0 ? nil : "\(Words.count(most, "action", "actions")) \(scope.words)"
        }
        return scopes.isEmpty
            ? "" : "; setting it up takes \(scopes.joined(separator: ", ")), and whether that is easy is yours to judge"
    }

    func page(_ evidence: CentralCacheEvidence, _ verdict: Verdict) -> Page {
        CentralCachePage(evidence: evidence, verdict: verdict).page
    }
}
