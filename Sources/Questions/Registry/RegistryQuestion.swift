import Model
import Store

/// Whether to have a registry of one's own: what it does as a service, and what its failures do to jobs.
struct RegistryQuestion: Question {
    let id = "registry"
    let words = "Will we have our own hub?"
    let measuredBy = """
        the registry as a service: push and pull rates, growth a build, sharing across repositories, its own garbage \
        collection. Also what a lost or full registry does to jobs
        """
    let rule = "evidence only: tables of what a registry of one's own does. People judge whether to run one"
    let scenario: String? = "registry"
    let advice = Advice(
        undecided: "Do not judge by it: no push was measured.",
        evidence: "Judge with the tables: plan for its growth, and for jobs that find it down.")

    func evidence(in run: RunReader) throws -> RegistryEvidence? {
        try RegistryAnalysis.analyse(run.database, run: run.run)
    }

    /// Nothing is decided. The estimate is what a later build adds to the registry.
    func verdict(on evidence: RegistryEvidence) -> Verdict {
        guard !evidence.transfers.isEmpty else { return Verdict(.undecided, estimate: nil, unit: "byte") }
        return Verdict(
            .evidence,
            estimate: evidence.laterGrowth.map { Estimate(value: $0.mean, interval: $0.interval, count: $0.count) },
            unit: "byte")
    }

    func warnings(on evidence: RegistryEvidence) -> [Warning] { evidence.warnings }

    func answer(_ evidence: RegistryEvidence, _ verdict: Verdict) -> Answer {
        let rates = [("First push", RegistryTransfers.Way.push), ("first pull", .pull)].compactMap { name, way in
            evidence.firstRate(way).map { "\(name) \(RegistryWords.rate($0))" }
        }
        guard !rates.isEmpty else { return Answer(sentence: Answer.tooLittle) }
        let shared = evidence.saved.map { "; sharing saves \(Words.percent($0))" } ?? ""
        return Answer(sentence: rates.joined(separator: ", ") + shared + ".", measure: "a later build adds: ")
    }

    func page(_ evidence: RegistryEvidence, _ verdict: Verdict) -> Page { RegistryPage(evidence: evidence).page }

    /// What runs of the central cache say of their registry.
    func related(in answers: Answers) -> [RelatedEvidence] {
        guard let cache = answers.evidence(of: CentralCacheQuestion()) else { return [] }
        let kept = cache.registry.map { [RegistryWords.kept($0)] } ?? []
        return kept + RegistryWords.pushes(cache.pushes)
    }
}
