import Model

package struct PlantedVerdict: Sendable {
    package let planted: PlantedChange
    /// The jobs with nothing planted compared with those with the change.
    package let comparison: Comparison

    /// The verdicts of a run: each part with a planted change, compared with both parts without one.
    static func all(of parts: PlantedParts, terms: ComparisonTerms) -> [PlantedVerdict] {
        guard let base = parts.base() else { return [] }
        return PlantedChange.allCases.compactMap { planted in
            parts.part(planted.rawValue).map {
                PlantedVerdict(planted: planted, comparison: .make(base: base, candidate: $0, terms: terms))
            }
        }
    }

    /// The series that it changes itself, and that were found worse.
    package var found: [SeriesComparison] { comparison.worse.filter { planted.signs.contains($0.metric.id) } }

    package var followers: [SeriesComparison] {
        comparison.worse.filter { planted.consequences.contains($0.metric.id) }
    }

    /// What was found better or worse, but is unrelated to it.
    package var strangers: [SeriesComparison] {
        let related = found + followers
        return (comparison.worse + comparison.better).filter { !related.contains($0) }
    }

    /// The metrics that should show it but were not measured, by their ids, sorted.
    package var unmeasured: [String] { planted.signs.subtracting(comparison.series.map(\.metric.id)).sorted() }
    package var isCaught: Bool { !found.isEmpty }

    /// Whether all metrics that it changes itself were named, and nothing unrelated.
    package var isNamedRightly: Bool { strangers.isEmpty && planted.signs.isSubset(of: found.map(\.metric.id)) }
}

/// A regression that a self-check plants, and the metrics that should show it.
package enum PlantedChange: String, Sendable, Codable, CaseIterable {
    case slowerStep = "slower-step", missingCache = "missing-cache", leak, largerLayer = "larger-layer"

    package var words: String { facts.words }
    /// The metrics that it changes itself, by their ids: all of them should be named.
    package var signs: Set<String> { facts.signs }
    /// The metrics that move with it where they are large enough to be seen, by their ids: naming them is right too. An
    /// uncached step takes time and makes a layer; a leftover takes a few blocks of the disk.
    package var consequences: Set<String> { facts.consequences }

    private var facts: (words: String, signs: Set<String>, consequences: Set<String>) {
        switch self {
        case .slowerStep: ("a build step 10 % slower", ["build_s"], ["wall_s", "overhead_s"])
        case .missingCache:
            (
                "a cache step that never hits", ["hits", "misses"],
                ["build_s", "wall_s", "overhead_s", "engine_grown_bytes", "remainder_grown_bytes"]
            )
        case .leak: ("one container left behind", [Metric.leaks(kind: "container").id], ["remainder_grown_bytes"])
        case .largerLayer: ("5 % more disk a job", ["engine_grown_bytes"], ["remainder_grown_bytes"])
        }
    }
}
