/// One package manager over all its strategies and builders.
struct DependencyManager: Sendable, Equatable {
    /// Its name, which is its fixture's.
    var name: String
    /// Every strategy with every builder, by name.
    var series: [DependencySeries]

    /// Whether its dependencies can be easily cached: some strategy with some builder does it.
    var answer: Verdict.Answer { best?.answer ?? .undecided }

    /// The strategy and builder that decide: of the best answer the one with the least ratio.
    var best: DependencySeries? {
        series.min { left, right in
            (left.answer.severity, left.ratio?.value ?? .infinity) < (
                right.answer.severity, right.ratio?.value ?? .infinity
            )
        }
    }
}
