/// One package manager over all its strategies and builders.
public struct DependencyManager: Sendable, Equatable {
    /// Its name, which is its fixture's.
    public var name: String
    /// Every strategy with every builder, by name.
    public var series: [DependencySeries]

    /// Whether its dependencies can be easily cached: some strategy with some builder does it.
    public var answer: Verdict.Answer { best?.answer ?? .undecided }

    /// The strategy and builder that decide: of the best answer the one with the least ratio.
    public var best: DependencySeries? {
        series.min { left, right in
            (left.answer.severity, left.ratio?.value ?? .infinity) < (
                right.answer.severity, right.ratio?.value ?? .infinity
            )
        }
    }
}
