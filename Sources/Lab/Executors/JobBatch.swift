import Model

/// Jobs of a plan that are begun together: a level of executors, or jobs that run one after the other.
struct JobBatch: Equatable {
    /// In the plan's order.
    var jobs: [PlannedJob]
    /// Whether they share a level's executors.
    let isLevel: Bool

    /// A plan's jobs in batches: every run of jobs of one level is one.
    static func all(of jobs: [PlannedJob]) -> [JobBatch] {
        jobs.reduce(into: []) { batches, job in
            let isLevel = job.configuration.executors != nil && !job.warmup
            if let last = batches.last, last.isLevel == isLevel, !isLevel || last.isOf(job) {
                batches[batches.count - 1].jobs.append(job)
            } else {
                batches.append(JobBatch(jobs: [job], isLevel: isLevel))
            }
        }
    }

    private func isOf(_ job: PlannedJob) -> Bool {
        jobs.last.map { $0.configuration == job.configuration && $0.round == job.round } ?? false
    }
}
