import Model

struct CentralCacheQuestion: Question {
    let id = "central-cache"
    let words = "Can we easily set up a central cache? Can intermediate images be reused across the fleet?"
    let measuredBy = """
        a second, cold engine with and without the registry's cache; bytes moved; set-up actions counted
        """
    let rule = "yes: median job at most 1.5 × the warm engine's, and 90 % of its hits"
    let scenario: String? = "central-cache"
    let advice = Advice(
        yes: "Set up the registry's cache: new and idle workers can take over jobs.",
        no: "Send jobs to their repository's last worker. For often-new workers, consider a central cache.",
        undecided: "Do not build a central cache on these figures yet.")
    let terms = AnswerTerms(claim: "nearly as good as a warm worker? ", counted: ("change", "changes"))

    func evidence(in run: RunReader) throws -> CentralCacheEvidence? {
        try CentralCacheAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: CentralCacheEvidence) -> Verdict { CentralCacheRule.verdict(evidence.builders) }

    func warnings(on evidence: CentralCacheEvidence) -> [Warning] { evidence.warnings }

    func page(_ evidence: CentralCacheEvidence, _ verdict: Verdict) -> Page {
        CentralCachePage(question: self, evidence: evidence, verdict: verdict).page
    }

    func answer(_ evidence: CentralCacheEvidence, _ verdict: Verdict) -> Answer {
        Answer(sentence: sentence(evidence, verdict), measure: "with the registry's cache ÷ warm: ")
    }

    private func sentence(_ evidence: CentralCacheEvidence, _ verdict: Verdict) -> String {
        guard let builder = evidence.builders.first(where: { $0.configuration == verdict.decidedBy }) else {
            return Words.absent
        }
        let hits = builder.hits.map {
            """
            Intermediate images can be reused from the registry's cache. A cold worker found \(Words.percent($0.value)) of a \
            warm worker's hits (needed: \(Words.percent(CentralCacheRule.hitsBound))). With it
            """
        }
        let others = evidence.builders.filter { $0.configuration != builder.configuration }
            .map { (configuration: $0.configuration, figure: Words.times($0.ratio?.value)) }
        return """
            \(hits ?? "With the registry's cache") the median job on a cold worker takes \(Words.seconds(builder.registry)). \
            That is \(verdict.figure) a warm worker's \(Words.seconds(builder.warm))\(verdict.with)\(Words.beside(others)). \
            Up to \(Words.plain(CentralCacheRule.ratioBound)) × would \
            do\(builder.cold.map { ". Without the registry's cache it takes \(Words.seconds($0))" } ?? "")\
            \(setUp(evidence.setUp)).
            """
    }

    /// `. Set-up: 2 actions once …`: how many different ones, of a builder that needs most.
    private func setUp(_ counts: [SetUpCount]) -> String {
        let scopes = [SetUpAction.Scope.fleet, .worker, .jobDefinition].compactMap { scope -> String? in
            let actions = counts.filter { $0.action.scope == scope }
            let byBuilder = Dictionary(grouping: actions, by: \.configuration).mapValues(\.count)
            let most = (byBuilder[nil] ?? 0) + (byBuilder.filter { $0.key != nil }.values.max() ?? 0)
            return most == 0 ? nil : "\(Words.count(most, "action", "actions")) \(scope.words)"
        }
        return scopes.isEmpty
            ? "" : ". Set-up: \(scopes.joined(separator: ", ")). Whether that is easy is yours to judge"
    }
}

/// The rule of `central-cache`, applied: pure, and fixed before any run.
enum CentralCacheRule {
    /// The most that the median job with the registry's cache may take over the warm engine's.
    static let ratioBound = 1.5
    /// The least share of the warm engine's hits that it must have.
    static let hitsBound = 0.9

    /// What one builder's figures say; `jobsNeeded` is how many more changes would decide it.
    ///
    /// Yes where both 95 % intervals lie on the good side of their bounds, no where either lies on the bad side.
    static func judge(ratio: Estimate?, hits: Estimate?) -> (answer: Verdict.Answer, jobsNeeded: Int?) {
        guard let ratio, let hits else { return (.undecided, Estimate.fewestJobs) }
        guard let ratioInterval = ratio.interval, let hitsInterval = hits.interval else {
            return (.undecided, ratio.jobsUntilInterval)
        }
        if ratioInterval.lowerBound > ratioBound || hitsInterval.upperBound < hitsBound { return (.no, nil) }
        if ratioInterval.upperBound <= ratioBound, hitsInterval.lowerBound >= hitsBound { return (.yes, nil) }
        let needs = [
            ratioInterval.contains(ratioBound) ? ratio.jobsUntilClear(of: ratioBound) : 1,
            hitsInterval.contains(hitsBound) ? hits.jobsUntilClear(of: hitsBound) : 1,
        ]
        return (.undecided, needs.contains(nil) ? nil : needs.compactMap { $0 }.max())
    }

    /// Over all builders the worst decides.
    static func verdict(_ builders: [BuilderComparison]) -> Verdict {
        let worst = builders.max {
            ($0.answer.severity, $0.ratio?.value ?? 0) < ($1.answer.severity, $1.ratio?.value ?? 0)
        }
        guard let worst else { return Verdict(.undecided, estimate: nil, unit: "×", jobsNeeded: Estimate.fewestJobs) }
        return Verdict(
            worst.answer, estimate: worst.ratio, unit: "×", decidedBy: worst.configuration,
            jobsNeeded: worst.jobsNeeded)
    }
}
