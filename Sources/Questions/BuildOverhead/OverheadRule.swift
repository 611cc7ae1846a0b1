/// The rule of `build-overhead`, applied: pure, and fixed before any run.
enum OverheadRule {
    /// The bound in seconds: an overhead whose interval lies under it is light.
    static let bound = 5.0
    /// What stands beside the answer and decides nothing: after how many seconds a disposable virtual machine was ready, at best
    /// and when busy. Quoted from the history of Wikimedia's operations-puppet repository, October and November 2016.
    static let virtualMachine = 40.0...90.0

    /// What one configuration's median overhead (in seconds) says; `jobsNeeded` is how many more jobs would decide it.
    static func judge(_ estimate: Estimate?) -> (answer: Verdict.Answer, jobsNeeded: Int?) {
        guard let estimate else { return (.undecided, Estimate.fewestJobs) }
        guard let interval = estimate.interval else { return (.undecided, estimate.jobsUntilInterval) }
        if interval.upperBound < bound { return (.yes, nil) }
        if interval.lowerBound >= bound { return (.no, nil) }
        return (.undecided, estimate.jobsUntilClear(of: bound))
    }

    /// The verdict over all configurations: the worst decides.
    static func verdict(pooled: [PooledOverhead]) -> Verdict {
        let worst = pooled.max { left, right in
            (left.answer.severity, left.estimate?.value ?? 0) < (right.answer.severity, right.estimate?.value ?? 0)
        }
        guard let worst else {
            return Verdict(.undecided, estimate: nil, unit: "s", jobsNeeded: Estimate.fewestJobs)
        }
        return Verdict(
            worst.answer, estimate: worst.estimate, unit: "s", decidedBy: worst.configuration,
            jobsNeeded: worst.jobsNeeded)
    }
}
