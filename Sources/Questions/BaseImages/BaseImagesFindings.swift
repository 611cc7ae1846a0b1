import Store

/// What a run says of `base-images`.
struct BaseImagesFindings: Sendable, Equatable {
    /// The run.
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// The rule's verdict.
    var verdict: Verdict
    /// Cold builds of each repository, both builders together: what the rule judges.
    var cold: [BaseImagesRule.Repository]
    /// Each repository with each builder in each situation.
    var comparisons: [BaseComparison]
    /// The Dockerfiles.
    var dockerfiles: [DockerfileFindings]
    /// What the images take.
    var bytes: [BaseBytes]
    /// What updates invalidated.
    var updates: [BaseUpdateFindings]
    /// What catching up with updates cost.
    var catchUps: [CatchUp]
    /// The provided images, what they stand on first.
    var suite: [ProvidedImageFindings]
    /// What a reader should know beside.
    var cautions: [Caution]
}

extension BaseImagesFindings {
    /// What the provided base saves of all layers together, by builder, in bytes; negative where it takes more.
    var bytesSaved: [(configuration: String, bytes: Double)] { Self.bytesSaved(bytes) }

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
    var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.baseImages.rule)
    }
}
