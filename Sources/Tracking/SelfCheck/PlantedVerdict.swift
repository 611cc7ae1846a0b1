import Model

/// A comparison's result on a planted regression.
package struct PlantedVerdict: Sendable {
    package let planted: PlantedChange
    /// The jobs with nothing planted compared with those with the change.
    package let comparison: Comparison

    init(_ planted: PlantedChange, _ comparison: Comparison) {
        self.planted = planted
        self.comparison = comparison
    }

    /// The verdicts of a run: each part with a planted change, compared with both parts without one.
    static func all(of parts: PlantedParts, terms: ComparisonTerms) -> [PlantedVerdict] {
        guard let base = parts.base() else { return [] }
        return PlantedChange.allCases.compactMap { planted in
            parts.part(planted.rawValue).map {
                PlantedVerdict(planted, Comparison.make(base: base, candidate: $0, terms: terms))
            }
        }
    }

    /// The series that it changes itself, and that were found worse.
    package var found: [SeriesComparison] { comparison.worse.filter { planted.signs.contains($0.metric.id) } }

    /// Its consequences that were found worse too.
    package var followers: [SeriesComparison] {
        comparison.worse.filter { planted.consequences.contains($0.metric.id) }
    }

    /// What was found better or worse, but is unrelated to it.
    package var strangers: [SeriesComparison] {
        (comparison.worse + comparison.better).filter { series in
            !found.contains(series) && !followers.contains(series)
        }
    }

    /// The metrics that should show it but were not measured, by their ids, sorted.
    package var unmeasured: [String] {
        planted.signs.subtracting(comparison.series.map(\.metric.id)).sorted()
    }

    /// Whether it was found, by a metric that it changes itself.
    package var isCaught: Bool { !found.isEmpty }

    /// Whether all metrics that it changes itself were named, and nothing unrelated.
    package var isNamedRightly: Bool {
        strangers.isEmpty && planted.signs.isSubset(of: found.map(\.metric.id))
    }
}

/// A regression that a self-check plants, and the metrics that should show it.
package enum PlantedChange: String, Sendable, Codable, CaseIterable {
    /// A step of the build takes 10 % longer.
    case slowerStep = "slower-step"
    /// A step that could come from the cache never does.
    case missingCache = "missing-cache"
    /// One container is left behind.
    case leak
    /// A layer is 5 % larger.
    case largerLayer = "larger-layer"

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

    /// The metrics that move with it where they are large enough to be seen, by their ids: naming them is right too. An
    /// uncached step takes time and makes a layer; a leftover takes a few blocks of the disk.
    package var consequences: Set<String> {
        switch self {
        case .slowerStep: ["wall_s", "overhead_s"]
        case .missingCache: ["build_s", "wall_s", "overhead_s", "engine_grown_bytes", "remainder_grown_bytes"]
        case .leak, .largerLayer: ["remainder_grown_bytes"]
        }
    }
}
