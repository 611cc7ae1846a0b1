import Results

/// What a run says of `build-overhead`.
public struct OverheadFindings: Sendable, Equatable {
    /// The run.
    public var run: RunSummary
    /// The names of its scenarios that bear on the question.
    public var scenarios: [String]
    /// The rule's verdict.
    public var verdict: Verdict
    /// Each configuration over all its real fixtures, by name.
    public var pooled: [PooledOverhead]
    /// Each fixture in each configuration: real fixtures first, the floor last.
    public var series: [SeriesFindings]
    /// What a reader should know beside.
    public var cautions: [Caution]

    /// The real fixtures' series.
    public var real: [SeriesFindings] { series.filter { !$0.series.isFloor } }
    /// The no-op fixture's series: the least that a job costs.
    public var floor: [SeriesFindings] { series.filter(\.series.isFloor) }
}
