import Model

/// Jobs outside the plan that make a worker warm again after the run was broken off.
///
/// A run that goes on, on a new engine or after a kill, finds no cache: without these its next jobs would be counted as
/// warm though they are cold. They have negative positions and are tagged as warm-ups.
enum Rewarming {
    /// The remaining jobs with those that warm their streams, each right before the lap of its stream's first: what a lap does to
    /// images that all streams share is then done before a stream that has it behind it is warmed, and not after.
    static func inserted(into remaining: [PlannedJob], of plan: Plan) -> [PlannedJob] {
        var warming = Dictionary(grouping: jobs(before: remaining, in: plan)) { job in
            remaining.first { StreamKey($0) == StreamKey(job) }.map(Lap.init)
        }
        return remaining.flatMap { job in (warming.removeValue(forKey: Lap(job)) ?? []) + [job] }
    }

    /// One job for each stream whose first remaining job is not its first of the plan: the change just before it. Streams whose
    /// engine is made cold before each job need none.
    static func jobs(before remaining: [PlannedJob], in plan: Plan) -> [PlannedJob] {
        var seen: Set<StreamKey> = []
        var result: [PlannedJob] = []
        for next in remaining where seen.insert(StreamKey(next)).inserted {
            guard next.configuration.cache.map({ $0 == .local }) ?? true else { continue }
            let last = plan.jobs.last { $0.position < next.position && StreamKey($0) == StreamKey(next) }
            guard let last else { continue }
            var job = last
            job.position = -1 - last.position
            job.warmup = true
            job.cold = false
            job.direct = nil
            job.weight = 0
            // What it does to the engine has been done, or is still to be done by the jobs that remain.
            job.change.preparation = nil
            result.append(job)
        }
        return result
    }

    /// The lap that a job belongs to.
    private struct Lap: Hashable {
        let round: Int
        let purpose: PlannedJob.Purpose

        init(_ job: PlannedJob) {
            round = job.round
            purpose = job.purpose
        }
    }
}
