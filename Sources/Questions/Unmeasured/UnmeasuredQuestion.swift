/// A question that no scenario of this version measures. It moves into a folder of its own once one does.
struct UnmeasuredQuestion: Question {
    let id: String
    let words: String
    let measuredBy: String
    var rule = "evidence table"
    var bearing: @Sendable (Answers) -> [RelatedEvidence] = { _ in [] }
    var scenario: String? { nil }
    var advice: Advice { Advice() }
    func related(in answers: Answers) -> [RelatedEvidence] { bearing(answers) }
    func evidence(in run: RunReader) -> Never? { nil }
    func verdict(on _: Never) -> Verdict {}
    func warnings(on _: Never) -> [Warning] {}
    func answer(_: Never, _ verdict: Verdict) -> Answer {}
    func page(_: Never, _ verdict: Verdict) -> Page {}
}

extension UnmeasuredQuestion {
    static let abstraction = UnmeasuredQuestion(
        id: "abstraction", words: "Is a Dockerfile the right level of abstraction for maintainers?",
        measuredBy: """
            the same environment from a short declarative file beside a hand-written Dockerfile.ci: lines, hits, \
            time, mistakes caught
            """
    ) { dockerfiles($0.evidence(of: BaseImagesQuestion())?.dockerfiles ?? []) }

    static let plugin = UnmeasuredQuestion(
        id: "plugin", words: "Is the CloudBees Docker plugin simple to employ, and worth it?",
        measuredBy: """
            the generalized script and the plugin's wrapper, as job definitions that the job builder accepts. Also what \
            each can and cannot do
            """)

    static let jenkins = UnmeasuredQuestion(
        id: "jenkins", words: "Do we need Jenkins at all?",
        measuredBy: """
            the same job through the generated shell script, and through Plimsoll's own executor; what is lost \
            without a server
            """, bearing: ownExecutor)

    static let orchestrator = UnmeasuredQuestion(
        id: "orchestrator", words: "How does an orchestrator stack up?",
        measuredBy: "the same jobs dispatched through one", rule: "evidence table, or not measured")
}

// MARK: - What bears on them

extension UnmeasuredQuestion {
    private static func dockerfiles(_ files: [BaseDockerfile]) -> [RelatedEvidence] {
        guard !files.isEmpty else { return [] }
        let lengths = files.flatMap { file in
            BaseKind.allCases.compactMap { kind in
                file.lines[kind].map {
                    "\(Words.fixture(file.fixture)) \(Words.count($0, "line", "lines")) (\(BaseWords.kind(kind)))"
                }
            }
        }
        return [
            RelatedEvidence(
                sentence:
                    "Hand-written Dockerfiles were counted without blank lines and comments. Their lengths are: \(lengths.joined(separator: ", "))",
                brief: "how long hand-written Dockerfiles are", source: BaseImagesQuestion().id)
        ]
    }

    @Sendable private static func ownExecutor(_ answers: Answers) -> [RelatedEvidence] {
        let jobs = answers.runs.reduce(0) { $0 + $1.jobs }
        guard jobs > 0 else { return [] }
        let failures = answers.runs.reduce(0) { $0 + $1.failures }
        let count = Words.count(jobs, "job", "jobs")
        let ran = RelatedEvidence(
            sentence: """
                Plimsoll ran \(count) whole (context to cleanup) through its own executor in \
                \(Words.count(answers.runs.count, "run", "runs")), without a CI server; \(jobs - failures) succeeded
                """,
            brief: "\(count) that ran without a CI server")
        let costs = (answers.evidence(of: BuildOverheadQuestion())?.floor ?? []).compactMap { found in
            found.own.map {
                "\(Words.milliseconds($0.processor)) with \(Words.theConfiguration(found.series.configuration))"
            }
        }
        guard !costs.isEmpty else { return [ran] }
        let cost = RelatedEvidence(
            sentence: "That executor itself took this processor time for a no-op job: \(costs.joined(separator: "; "))",
            brief: "what running them cost Plimsoll", source: BuildOverheadQuestion().id)
        return [ran, cost]
    }
}
