import Model
import Store

/// What a run says of `cacheable-dependencies`.
struct DependencyEvidence: Sendable {
    var run: RunSummary
    /// The names of its scenarios that bear on the question.
    var scenarios: [String]
    /// By name.
    var managers: [DependencyManager]
    var warnings: [Warning]

    /// Every package manager with every strategy and builder.
    var series: [DependencySeries] { managers.flatMap(\.series) }
}

/// One package manager over all its strategies and builders.
struct DependencyManager: Sendable {
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

/// One package manager with one strategy and one builder. Costs are in seconds.
struct DependencySeries: Sendable {
    /// The fixture, named for its package manager, and the configuration.
    var series: Series
    /// The factor `strategy`.
    var strategy: String
    /// The median cost of a cold job; nil where there is none.
    var cold: Estimate?
    /// The changes by class: nothing, source, dependencies.
    var classes: [DependencyClass]
    /// The cost of a change of the manifest over that of a cold job; its count is of such changes.
    var ratio: Estimate?
    /// Median of what restoring an archive took, of changes of the manifest; nil where none was restored.
    var restore: Double?
    /// Median of what saving one took.
    var save: Double?
    /// Median of its size, in bytes.
    var archiveBytes: Double?
    /// What the rule says of it alone.
    var answer: Verdict.Answer
    /// How many more changes of the manifest would decide it, where it is undecided and changes can.
    var jobsNeeded: Int?

    /// How a verdict names it: `pip: builder=buildkit,strategy=archive`.
    var decider: String { "\(series.fixture): \(series.configuration)" }

    /// The changes of one class.
    func of(_ changeClass: ChangeClass) -> DependencyClass? {
        classes.first { $0.changeClass == changeClass }
    }
}

/// The jobs of one class of change, with one package manager, strategy and builder.
struct DependencyClass: Sendable {
    /// What the changes touched.
    var changeClass: ChangeClass
    /// The median cost, in seconds.
    var cost: Estimate
    /// Jobs whose installation came from the cache.
    var hits: Int
    /// Jobs of which that is known.
    var jobs: Int
}
