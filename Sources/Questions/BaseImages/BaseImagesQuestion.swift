import Model

struct BaseImagesQuestion: Question {
    let id = "base-images"
    let words = """
        What are the benefits and drawbacks of provided base images versus deferring to the repository? How to build \
        and maintain them?
        """
    let measuredBy = """
        same fixture on a provided base and alone: cold, warm, bytes shared, lines of Dockerfile; what a base \
        update invalidates and costs
        """
    let rule = """
        evidence table; yes where the provided base wins cold time and total bytes for two repositories or more
        """
    let scenario: String? = "base-images"
    let advice = Advice(
        yes: "Provide base images on every worker; restore after `prune --all`, rebuild for security updates.",
        no: "Leave the base to the repositories, unless the gains of provided images are worth it.",
        undecided: "Do not build a suite of images on these figures yet.")
    let terms = AnswerTerms(
        claim: "faster when cold, in no more room? ", counted: ("pair of builds", "pairs of builds"))

    func evidence(in run: RunReader) throws -> BaseImagesEvidence? {
        try BaseImagesAnalysis.analyse(run.database, run: run.run)
    }

    func verdict(on evidence: BaseImagesEvidence) -> Verdict {
        BaseImagesRule.verdict(evidence.cold, bytesSaved: evidence.bytesSaved)
    }

    func warnings(on evidence: BaseImagesEvidence) -> [Warning] { evidence.warnings }

    func page(_ evidence: BaseImagesEvidence, _ verdict: Verdict) -> Page {
        BaseImagesPage(question: self, evidence: evidence, verdict: verdict).page
    }

    func answer(_ evidence: BaseImagesEvidence, _ verdict: Verdict) -> Answer {
        guard let estimate = verdict.estimate else { return Answer(sentence: Answer.tooLittle) }
        if verdict.unit == "byte" {
            let more = Words.bytes(-estimate.value)
            return Answer(
                sentence: "On provided images, all images together take \(more) more\(verdict.with).",
                measure: "saved: ")
        }
        let needed = BaseImagesRule.repositoriesNeeded
        let bytes = evidence.bytesSaved.map(\.bytes).min().map { " They take \(BaseWords.less($0))." } ?? ""
        return Answer(
            sentence: """
                Cold builds are faster on provided images for \(evidence.cold.count { $0.wins == .yes }) of \
                \(Words.count(evidence.cold.count, "repository", "repositories")), builders taken together. \
                The image is on the worker; on Debian alone a build installs everything itself. \
                \(evidence.cold.compactMap { gain($0, in: evidence) }.joined(separator: ". ")). The rule asks for a \
                gain that is surely above zero for \(needed) repositories. All images together must take no more room \
                than on Debian alone.\(bytes)\(rebuilding(evidence))
                """,
            measure: "saved on a cold build\(verdict.decidedBy.map { " of \(Words.fixture($0))" } ?? ""): ")
    }

    /// `scap: 10.8 s faster (alone 14.3 s with BuildKit)`: what a repository gains of a cold build's time.
    private func gain(_ repository: BaseImagesRule.Repository, in evidence: BaseImagesEvidence) -> String? {
        guard let saving = repository.saving else { return nil }
        let cold = evidence.comparisons.filter { $0.situation == .cold && $0.series.fixture == repository.fixture }
        let alone = cold.compactMap { found in
            found.deferred.map { "\(Words.seconds($0)) with \(Words.theConfiguration(found.series.configuration))" }
        }.joined(separator: ", ")
        return "\(Words.fixture(repository.fixture)): \(BaseWords.faster(saving.value)) (alone \(alone))"
    }

    /// What speaks against them, which the rule does not weigh.
    private func rebuilding(_ evidence: BaseImagesEvidence) -> String {
        let costs = evidence.catchUps.filter { $0.update == .provided && $0.kind == .provided }
        guard let worst = costs.max(by: { $0.repositories < $1.repositories }) else { return "" }
        return """
             The rule does not count their rebuilds. After each, every repository builds from scratch once \
            (\(Words.seconds(worst.repositories)) for \(worst.count)).
            """
    }
}

/// The rule of `base-images`, applied: pure, and fixed before any run.
enum BaseImagesRule {
    /// How many repositories the provided base must win.
    static let repositoriesNeeded = 2

    /// One repository's cold builds.
    struct Repository: Sendable {
        var fixture: String
        /// What the provided base saves of a cold build, in seconds, over all builders.
        var saving: Estimate?

        /// Whether it wins: yes where the whole interval lies above 0, no where none of it does.
        var wins: Verdict.Answer {
            guard let interval = saving?.interval else { return .undecided }
            return interval.upperBound <= 0 ? .no : interval.lowerBound > 0 ? .yes : .undecided
        }

        /// How many more pairs would decide it; nil where it is decided, or no number would.
        var pairsNeeded: Int? {
            guard wins == .undecided else { return nil }
            guard let saving else { return Estimate.fewestJobs }
            return saving.interval == nil ? saving.jobsUntilInterval : saving.jobsUntilClear(of: 0)
        }
    }

    /// The verdict: yes where the provided base wins two repositories' cold time, and all layers of their images
    /// together with every builder; no where either cannot be any more.
    ///
    /// - Parameter bytesSaved: by builder; empty where it was not measured.
    static func verdict(
        _ repositories: [Repository], bytesSaved: [(configuration: String, bytes: Double)]
    ) -> Verdict {
        func place(_ found: Repository) -> (Int, Double, String) {
            (found.wins.severity, -(found.saving?.value ?? 0), found.fixture)
        }
        let ordered = repositories.sorted { place($0) < place($1) }
        guard ordered.count >= repositoriesNeeded else {
            return Verdict(.undecided, estimate: nil, unit: "s", jobsNeeded: Estimate.fewestJobs)
        }
        let deciding = ordered[repositoriesNeeded - 1]
        if deciding.wins == .no { return verdict(.no, deciding) }
        if let worst = bytesSaved.min(by: { $0.bytes < $1.bytes }), worst.bytes <= 0 {
            return Verdict(
                .no, estimate: Estimate(value: worst.bytes, interval: nil, count: 1), unit: "byte",
                decidedBy: worst.configuration)
        }
        guard deciding.wins == .yes, !bytesSaved.isEmpty else { return verdict(.undecided, deciding) }
        return verdict(.yes, deciding)
    }

    private static func verdict(_ answer: Verdict.Answer, _ repository: Repository) -> Verdict {
        Verdict(
            answer, estimate: repository.saving, unit: "s", decidedBy: repository.fixture,
            jobsNeeded: answer == .undecided ? repository.pairsNeeded : nil)
    }
}
