import Foundation
import Statistics

/// The rule of `cacheable-dependencies`, applied: pure, and fixed before any run.
enum DependencyRule {
    /// The most that a change of the manifest may cost over a cold job.
    static let ratioBound = 0.5

    /// The ratio of two kinds of jobs: the median of the ratios of each cost of one to each of the other, with an exact interval that
    /// few jobs can carry. It is Hodges and Lehmann's shift of the logarithms.
    ///
    /// Nil where there is none of either, or one cost nothing.
    static func ratio(of changes: [Double], over cold: [Double]) -> Estimate? {
        guard (changes + cold).allSatisfy({ $0 > 0 }), let above = try? Sample(changes.map { log($0) }),
            let base = try? Sample(cold.map { log($0) })
        else { return nil }
        let shift = HodgesLehmann(from: base, to: above)
        let interval = shift.interval?.range
        return Estimate(
            value: exp(shift.shift), interval: interval.map { exp($0.lowerBound)...exp($0.upperBound) },
            count: changes.count)
    }

    /// What the figures of one strategy with one builder say; `jobsNeeded` is how many more changes of the manifest would decide it.
    ///
    /// No where one source change installed again, or the interval of the ratio lies over the bound; yes where every source change
    /// of at least six found the installation in the cache and the interval lies at or under it.
    static func judge(
        source: DependencyClass?, ratio: Estimate?
    ) -> (answer: Verdict.Answer, jobsNeeded: Int?) {
        if let source, source.hits < source.jobs { return (.no, nil) }
        if let low = ratio?.interval?.lowerBound, low > ratioBound { return (.no, nil) }
        guard let source, let ratio else { return (.undecided, Estimate.fewestJobs) }
        let lacking = Estimate.fewestJobs - source.jobs
        guard let interval = ratio.interval else {
            return (.undecided, max(ratio.jobsUntilInterval, lacking))
        }
        if interval.upperBound <= ratioBound { return lacking > 0 ? (.undecided, lacking) : (.yes, nil) }
        return (.undecided, ratio.jobsUntilClear(of: ratioBound).map { max($0, lacking) })
    }

    /// The verdict over all package managers: the one that can be cached least easily decides.
    static func verdict(_ managers: [DependencyManager]) -> Verdict {
        let leastEasy = managers.max { left, right in
            (left.answer.severity, left.best?.ratio?.value ?? 0) < (
                right.answer.severity, right.best?.ratio?.value ?? 0
            )
        }
        guard let best = leastEasy?.best else {
            return Verdict(.undecided, estimate: nil, unit: "×", jobsNeeded: Estimate.fewestJobs)
        }
        return Verdict(
            best.answer, estimate: best.ratio, unit: "×", decidedBy: best.decider, jobsNeeded: best.jobsNeeded)
    }
}
