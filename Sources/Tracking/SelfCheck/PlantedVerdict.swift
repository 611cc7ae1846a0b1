import Model

/// What a comparison made of a regression that was planted.
package struct PlantedVerdict: Sendable {
    /// What was planted.
    package let planted: PlantedChange
    /// The jobs with nothing in them beside those with it.
    package let comparison: Comparison

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
    package var found: [SeriesComparison] { comparison.worse.filter { planted.signs.contains($0.metric.id) } }

    /// What follows from it, and was found to be worse too.
    package var followers: [SeriesComparison] {
        comparison.worse.filter { planted.consequences.contains($0.metric.id) }
    }

    /// What was found to be better or worse, and has nothing to do with it.
    package var strangers: [SeriesComparison] {
        (comparison.worse + comparison.better).filter { series in
            !found.contains(series) && !followers.contains(series)
        }
    }

    /// The metrics by which it should be known and of which nothing was measured, by their ids, sorted.
    package var unmeasured: [String] {
        planted.signs.subtracting(comparison.series.map(\.metric.id)).sorted()
    }

    /// Whether it was found: by a metric that it changes itself.
    package var isCaught: Bool { !found.isEmpty }

    /// Whether all metrics that it changes itself were named, and nothing that has nothing to do with it.
    package var isNamedRightly: Bool {
        strangers.isEmpty && planted.signs.isSubset(of: found.map(\.metric.id))
    }
}

/// A regression that a self-check plants, and by what a comparison should know it.
package enum PlantedChange: String, Sendable, Codable, CaseIterable {
    /// A step of the build takes 10 % longer.
    case slowerStep = "slower-step"
    /// A step that could come from the cache never does.
    case missingCache = "missing-cache"
    /// One container is left behind.
    case leak
    /// A layer is 5 % larger.
    case largerLayer = "larger-layer"

    /// What was planted, in words.
    package var words: String {
        switch self {
        case .slowerStep: "a build step 10 % slower"
        case .missingCache: "a cache step that never hits"
        case .leak: "one container left behind"
        case .largerLayer: "5 % more disk a job"
        }
    }

    /// The metrics that it changes itself, by their ids: all of them should be named.
    package var signs: Set<String> {
        switch self {
        case .slowerStep: ["build_s"]
        case .missingCache: ["hits", "misses"]
        case .leak: [Metric.leaks(kind: "container").id]
        case .largerLayer: ["engine_grown_bytes"]
        }
    }

    /// The metrics that move with it where they are large enough to be seen, by their ids: naming them is right too. A step that is
    /// not cached takes time and makes a layer; what is left behind takes a few blocks of the disk.
    package var consequences: Set<String> {
        switch self {
        case .slowerStep: ["wall_s", "overhead_s"]
        case .missingCache: ["build_s", "wall_s", "overhead_s", "engine_grown_bytes", "remainder_grown_bytes"]
        case .leak, .largerLayer: ["remainder_grown_bytes"]
        }
    }
}
