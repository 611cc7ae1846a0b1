import Foundation
import Store

/// How far comparisons on a host can be trusted: whether they stay silent where nothing differs, how much the figures
/// vary, and whether planted regressions are found.
package struct SelfCheck: Sendable {
    /// The run that it rests on.
    package let run: RunSummary
    package let terms: ComparisonTerms
    /// The check where nothing differs.
    package let sameness: SamenessCheck
    /// How much each series varies, by key.
    package let noise: [SeriesNoise]
    /// The verdict on each planted regression.
    package let planted: [PlantedVerdict]
    /// Leftovers of unknown jobs, by kind.
    package let unattributed: [String: Int]

    /// Whether nothing was found where nothing differs, and every planted change was found.
    package var holds: Bool { sameness.holds && planted.allSatisfy(\.isCaught) }

    /// Judges a run of the factor `planted`, by the same comparison as `plimsoll compare`.
    ///
    /// - Parameters:
    ///   - splits: how many times the jobs with nothing planted are split at random.
    ///   - seed: seeds the splits, and the estimate of what changes could be seen.
    /// - Throws: `SelfCheckError` where the run lacks the required parts.
    package init(
        _ parts: PlantedParts, terms: ComparisonTerms = ComparisonTerms(), splits: Int = 1000, seed: UInt64 = 1
    ) throws(SelfCheckError) {
        guard let first = parts.part(PlantedParts.nothing), let second = parts.part(PlantedParts.control) else {
            throw .partMissing(run: parts.run.id, "\(PlantedParts.nothing), \(PlantedParts.control)")
        }
        planted = PlantedVerdict.all(of: parts, terms: terms)
        guard !planted.isEmpty else {
            throw .partMissing(run: parts.run.id, PlantedChange.allCases.map(\.rawValue).joined(separator: ", "))
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

/// A run that no self-check can rest on.
package enum SelfCheckError: Error, CustomStringConvertible {
    /// It has no jobs with this value of the factor `planted`.
    case partMissing(run: UUID, String)

    package var description: String {
        switch self {
        case .partMissing(let run, let values):
            "run \(run.uuidString) has no jobs with the factor planted at \(values); a self-check is a run of "
                + "scenarios/selfcheck.yaml that was not stopped early"
        }
    }
}
