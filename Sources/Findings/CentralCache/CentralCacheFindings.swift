import Results

/// What a run says of `central-cache`.
public struct CentralCacheFindings: Sendable, Equatable {
    /// The run.
    public var run: RunSummary
    /// The names of its scenarios that bear on the question.
    public var scenarios: [String]
    /// The rule's verdict.
    public var verdict: Verdict
    /// Each builder over all real fixtures, by name.
    public var builders: [BuilderComparison]
    /// Each fixture with each builder and cache.
    public var series: [CacheSeriesFindings]
    /// What pushing took, by fixture and builder.
    public var pushes: [PushFindings]
    /// How the registry grew; nil where nothing was pushed.
    public var registry: RegistryFindings?
    /// What had to be set up, in the order of the actions.
    public var setUp: [SetUpCount]
    /// What a reader should know beside.
    public var cautions: [Caution]
}

extension CentralCacheFindings {
    /// The verdict as the results database keeps it.
    public var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.centralCache.rule)
    }
}
