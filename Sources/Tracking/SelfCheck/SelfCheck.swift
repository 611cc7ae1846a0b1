import Foundation
import Store

/// How far comparisons on a host can be trusted: whether they stay silent where nothing differs, how much the figures
/// vary, and whether planted regressions are found.
package struct SelfCheck: Sendable {
    package let run: RunSummary
    package let terms: ComparisonTerms
    package let sameness: SamenessCheck
    package let noise: [SeriesNoise]
    package let planted: [PlantedVerdict]
    package let unattributed: [String: Int]

    /// Whether nothing was found where nothing differs, and every planted change was found.
    package var holds: Bool { sameness.holds && planted.allSatisfy(\.isCaught) }

    /// Judges a run of the factor `planted`, by the same comparison as `plimsoll compare`.
    /// - Throws: `SelfCheckError` where the run lacks the required parts.
    package init(
        _ parts: PlantedParts, terms: ComparisonTerms = ComparisonTerms(), splits: Int = 1000, seed: UInt64 = 1
    ) throws(SelfCheckError) {
        guard let first = parts.part(PlantedParts.nothing), let second = parts.part(PlantedParts.control) else {
            throw SelfCheckError(run: parts.run.id, values: "\(PlantedParts.nothing), \(PlantedParts.control)")
        }
        planted = PlantedVerdict.all(of: parts, terms: terms)
        guard !planted.isEmpty else {
            throw SelfCheckError(
                run: parts.run.id, values: PlantedChange.allCases.map(\.rawValue).joined(separator: ", "))
        }
        run = parts.run
        self.terms = terms
        unattributed = parts.unattributed
        let same = SamenessCheck(first, second, terms: terms, splits: splits, seed: seed)
        sameness = same
        // The strictest level that Holm's correction requires of one test among these.
        let level = terms.level / Double(max(same.comparison.tests, 1))
        noise = first.series.keys.sorted().compactMap { key in
            guard let one = first.series[key], let other = second.series[key] else { return nil }
            return SeriesNoise(one, other, level: level, seed: seed)
        }
    }
}

/// The run has no jobs with these values of the factor `planted`.
package struct SelfCheckError: Error, CustomStringConvertible {
    let run: UUID
    let values: String

    package var description: String {
        "run \(run.uuidString) has no jobs with the factor planted at \(values); a self-check needs a run "
            + "of scenarios/selfcheck.yaml that was not stopped early"
    }
}
