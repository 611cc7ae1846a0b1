/// The rule of `build-overhead`, applied: pure, and fixed before any run.
public struct OverheadRule: Sendable {
    /// The bound in seconds: an overhead whose interval lies under it is light.
    public static let bound = 5.0
    /// The fewest equally weighted jobs that can carry a 95 % interval of a median: with 5, even the range from the
    /// least to the largest covers it only 93.75 times of 100 (`1 − 2 · 0.5⁵`).
    public static let fewestJobs = 6

    /// What one configuration's median overhead (in seconds) says; `jobsNeeded` is how many more jobs would decide it.
    public static func judge(_ estimate: Estimate?) -> (answer: Verdict.Answer, jobsNeeded: Int?) {
        guard let estimate else { return (.undecided, fewestJobs) }
        guard let interval = estimate.interval else { return (.undecided, missing(for: estimate)) }
        if interval.upperBound < bound { return (.yes, nil) }
        if interval.lowerBound >= bound { return (.no, nil) }
        return (.undecided, moreJobs(for: estimate, interval: interval))
    }

    /// The verdict over all configurations: the worst decides.
    public static func verdict(pooled: [PooledOverhead]) -> Verdict {
        let worst = pooled.max { left, right in
            (severity(left.answer), left.estimate?.value ?? 0) < (severity(right.answer), right.estimate?.value ?? 0)
        }
        guard let worst else {
            return Verdict(
                question: Questions.buildOverhead.id, answer: .undecided, estimate: nil, unit: "s",
                jobsNeeded: fewestJobs)
        }
        return Verdict(
            question: Questions.buildOverhead.id, answer: worst.answer, estimate: worst.estimate, unit: "s",
            decidedBy: worst.configuration, jobsNeeded: worst.jobsNeeded)
    }

    private static func severity(_ answer: Verdict.Answer) -> Int {
        switch answer {
        case .yes: 0
        case .undecided: 1
        case .no: 2
        }
    }

    /// How many more jobs make an interval possible at all, with the weights as drawn.
    private static func missing(for estimate: Estimate) -> Int {
        let perJob = max(estimate.effectiveCount, 1) / Double(max(estimate.count, 1))
        return max(Int((Double(fewestJobs) / perJob).rounded(.up)) - estimate.count, 1)
    }

    /// An interval narrows with the root of n: how many more jobs bring its end from across the bound to the bound,
    /// if the median stays; nil where the median stands on the bound.
    private static func moreJobs(for estimate: Estimate, interval: ClosedRange<Double>) -> Int? {
        let margin = abs(bound - estimate.value)
        guard margin > 0 else { return nil }
        let reach =
            estimate.value < bound ? interval.upperBound - estimate.value : estimate.value - interval.lowerBound
        let needed = Double(estimate.count) * (reach / margin) * (reach / margin)
        // Beyond a million jobs the honest answer is that more jobs do not decide it.
        guard needed < 1_000_000 else { return nil }
        return max(Int(needed.rounded(.up)) - estimate.count, 1)
    }
}
