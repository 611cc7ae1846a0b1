import Store

/// What a run says of `central-cache`.
struct CentralCacheFindings: Sendable, Equatable {
    /// The run.
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// The rule's verdict.
    var verdict: Verdict
    /// Each builder over all real fixtures, by name.
    var builders: [BuilderComparison]
    /// Each fixture with each builder and cache.
    var series: [CacheSeriesFindings]
    /// What pushing took, by fixture and builder.
    var pushes: [PushFindings]
    /// How the registry grew; nil where nothing was pushed.
    var registry: RegistryFindings?
    /// What had to be set up, in the order of the actions.
    var setUp: [SetUpCount]
    /// What a reader should know beside.
    var cautions: [Caution]
}

extension CentralCacheFindings {
    /// The verdict as the results database keeps it.
    var verdictRecord: VerdictRecord {
        VerdictRecord(
            question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
            low: verdict.estimate?.interval?.lowerBound, high: verdict.estimate?.interval?.upperBound,
            unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.centralCache.rule)
    }
}
