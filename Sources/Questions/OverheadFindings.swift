import Store

/// What a run says of `build-overhead`.
struct OverheadFindings: Sendable, Equatable {
    /// The run.
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// The rule's verdict.
    var verdict: Verdict
    /// Each configuration over all its real fixtures, by name.
    var pooled: [PooledOverhead]
    /// Each fixture in each configuration: real fixtures first, the floor last.
    var series: [SeriesFindings]
    /// What a reader should know beside.
    var cautions: [Caution]

    /// The real fixtures' series.
    var real: [SeriesFindings] { series.filter { !$0.series.isFloor } }
    /// The no-op fixture's series: the least that a job costs.
    var floor: [SeriesFindings] { series.filter(\.series.isFloor) }
}
