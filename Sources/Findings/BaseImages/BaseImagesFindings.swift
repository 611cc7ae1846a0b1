import Results

/// What a run says of `base-images`.
public struct BaseImagesFindings: Sendable, Equatable {
    /// The run.
    public var run: RunSummary
    /// The names of its scenarios that bear on the question.
    public var scenarios: [String]
    /// The rule's verdict.
    public var verdict: Verdict
    /// Cold builds of each repository, both builders together: what the rule judges.
    public var cold: [BaseImagesRule.Repository]
    /// Each repository with each builder in each situation.
    public var comparisons: [BaseComparison]
    /// The Dockerfiles.
    public var dockerfiles: [DockerfileFindings]
    /// What the images take.
    public var bytes: [BaseBytes]
    /// What updates invalidated.
    public var updates: [BaseUpdateFindings]
    /// What catching up with updates cost.
    public var catchUps: [CatchUp]
    /// The provided images, what they stand on first.
    public var suite: [ProvidedImageFindings]
    /// What a reader should know beside.
    public var cautions: [Caution]
}

extension BaseImagesFindings {
    /// What the provided base saves of all layers together, by builder, in bytes; negative where it takes more.
    public var bytesSaved: [(configuration: String, bytes: Double)] { Self.bytesSaved(bytes) }

    static func bytesSaved(_ bytes: [BaseBytes]) -> [(configuration: String, bytes: Double)] {
        Set(bytes.map(\.configuration)).sorted().compactMap { name in
            func together(_ kind: BaseKind) -> Double? {
                bytes.first { $0.configuration == name && $0.kind == kind }?.together
            }
            guard let provided = together(.provided), let deferred = together(.deferred) else { return nil }
            return (name, deferred - provided)
        }
    }

    /// The verdict as the results database keeps it.
    public var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.baseImages.rule)
    }
}
