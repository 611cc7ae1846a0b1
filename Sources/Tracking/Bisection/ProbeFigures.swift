import Foundation
import Model
import Store

/// What was measured of a commit beside the base: the metric's values in pairs, over all runs of it.
package struct ProbeFigures: Sendable, Equatable {
    package struct Pair: Sendable, Equatable {
        package let base, candidate: Double

        package init(base: Double, candidate: Double) { (self.base, self.candidate) = (base, candidate) }
    }

    /// By the configuration's name.
    package private(set) var strata: [String: [Pair]]
    /// In how many rounds the side had no value, as its job failed.
    package private(set) var missing: [JobSide: Int]
    /// Why the first of the commit's jobs failed; nil if none did.
    package private(set) var failure: String?

    package init(strata: [String: [Pair]] = [:], missing: [JobSide: Int] = [:], failure: String? = nil) {
        (self.strata, self.missing, self.failure) = (strata, missing, failure)
    }

    package var pairs: [Pair] { strata.sorted { $0.key < $1.key }.flatMap(\.value) }

    mutating func add(_ more: ProbeFigures) {
        strata.merge(more.strata) { $0 + $1 }
        missing.merge(more.missing) { $0 + $1 }
        failure = failure ?? more.failure
    }

    func only(_ configurations: Set<String>) -> ProbeFigures {
        ProbeFigures(strata: strata.filter { configurations.contains($0.key) }, missing: missing, failure: failure)
    }

    /// The side whose jobs mostly have no value, so that nothing can be said; nil if there is none.
    var unmeasured: JobSide? {
        let count = pairs.count
        let sides: [JobSide] = [.reference, .candidate]
        return sides.first { missing[$0, default: 0] > count } ?? (count == 0 ? .candidate : nil)
    }
}

extension ProbeFigures {
    /// - Throws: `ResultsError`.
    package static func read(
        _ database: ResultsDatabase, run: UUID, of metric: BisectedMetric
    ) throws -> ProbeFigures {
        of(JobPair.rounds(of: try NightJob.read(database, run: run)), metric)
    }

    static func of(_ rounds: [JobPair], _ metric: BisectedMetric) -> ProbeFigures {
        var figures = ProbeFigures()
        for pair in rounds where !pair.isWarmup && pair.areComparable(in: metric.metric) {
            let (base, candidate) = (metric.value(pair.base), metric.value(pair.candidate))
            if let base, let candidate {
                figures.strata[pair.candidate.configuration, default: []].append(
                    Pair(base: base, candidate: candidate))
            }
            if base == nil { figures.missing[.reference, default: 0] += 1 }
            if candidate == nil { figures.missing[.candidate, default: 0] += 1 }
            if pair.candidate.hasFailed, figures.failure == nil {
                figures.failure = pair.candidate.job.failure?.message.split(separator: "\n").first.map(String.init)
            }
        }
        return figures
    }
}
