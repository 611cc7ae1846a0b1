/// What a comparison made of a regression that was planted.
public struct PlantedVerdict: Sendable {
    /// What was planted.
    public let planted: PlantedChange
    /// The jobs with nothing in them beside those with it.
    public let comparison: Comparison

    init(_ planted: PlantedChange, _ comparison: Comparison) {
        self.planted = planted
        self.comparison = comparison
    }

    /// Those of a run: each part with something in it, beside both with nothing in them.
    static func all(of parts: PlantedParts, terms: ComparisonTerms) -> [PlantedVerdict] {
        guard let base = parts.base() else { return [] }
        return PlantedChange.allCases.compactMap { planted in
            parts.part(planted.rawValue).map {
                PlantedVerdict(planted, Comparison.make(base: base, candidate: $0, terms: terms))
            }
        }
    }

    /// The series that it changes itself, and that were found to be worse.
    public var found: [SeriesComparison] { comparison.worse.filter { planted.signs.contains($0.metric.id) } }

    /// What follows from it, and was found to be worse too.
    public var followers: [SeriesComparison] { comparison.worse.filter { planted.consequences.contains($0.metric.id) } }

    /// What was found to be better or worse, and has nothing to do with it.
    public var strangers: [SeriesComparison] {
        (comparison.worse + comparison.better).filter { series in
            !found.contains(series) && !followers.contains(series)
        }
    }

    /// The metrics by which it should be known and of which nothing was measured, by their ids, sorted.
    public var unmeasured: [String] {
        planted.signs.subtracting(comparison.series.map(\.metric.id)).sorted()
    }

    /// Whether it was found: by a metric that it changes itself.
    public var isCaught: Bool { !found.isEmpty }

    /// Whether all metrics that it changes itself were named, and nothing that has nothing to do with it.
    public var isNamedRightly: Bool {
        strangers.isEmpty && planted.signs.isSubset(of: found.map(\.metric.id))
    }
}
