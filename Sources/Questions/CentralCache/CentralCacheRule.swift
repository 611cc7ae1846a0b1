/// The rule of `central-cache`, applied: pure, and fixed before any run.
enum CentralCacheRule {
    /// The most that the median job with the registry's cache may take over the warm engine's.
    static let ratioBound = 1.5
    /// The least share of the warm engine's hits that it must have.
    static let hitsBound = 0.9

    /// What one builder's figures say; `jobsNeeded` is how many more changes would decide it.
    ///
    /// Yes where both 95 % intervals lie on the good side of their bounds, no where either lies on the bad side.
    static func judge(ratio: Estimate?, hits: Estimate?) -> (answer: Verdict.Answer, jobsNeeded: Int?) {
        guard let ratio, let hits else { return (.undecided, Estimate.fewestJobs) }
        guard let ratioInterval = ratio.interval, let hitsInterval = hits.interval else {
            return (.undecided, ratio.jobsUntilInterval)
        }
        if ratioInterval.lowerBound > ratioBound || hitsInterval.upperBound < hitsBound { return (.no, nil) }
        if ratioInterval.upperBound <= ratioBound, hitsInterval.lowerBound >= hitsBound { return (.yes, nil) }
        let needs = [
            ratioInterval.contains(ratioBound) ? ratio.jobsUntilClear(of: ratioBound) : 1,
            hitsInterval.contains(hitsBound) ? hits.jobsUntilClear(of: hitsBound) : 1,
        ]
        return (.undecided, needs.contains(nil) ? nil : needs.compactMap { $0 }.max())
    }

    /// The verdict over all builders: the worst decides.
    static func verdict(_ builders: [BuilderComparison]) -> Verdict {
        let worst = builders.max { left, right in
            (left.answer.severity, left.ratio?.value ?? 0) < (right.answer.severity, right.ratio?.value ?? 0)
        }
        guard let worst else {
            return Verdict(.undecided, estimate: nil, unit: "×", jobsNeeded: Estimate.fewestJobs)
        }
        return Verdict(
            worst.answer, estimate: worst.ratio, unit: "×", decidedBy: worst.configuration,
            jobsNeeded: worst.jobsNeeded)
    }
}
