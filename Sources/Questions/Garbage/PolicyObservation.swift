import Model
import Store

/// One job where policies are compared, with what its engine's disk held and what its policy did after it. Sizes are in bytes.
struct PolicyObservation: Sendable {
    /// The fixture, and the configuration without the policy.
    var series: Series
    /// The policy, in the words of the scenario.
    var policy: String
    var job: Job
    /// Its steps that can come from the cache, less those that failed.
    var steps: [StepRecord]

    /// What a job holds for the analysis; nil where its scenario does not vary the policy.
    init?(_ job: Job) {
        guard let policy = job.cell.factors?.policy?.rawValue else { return nil }
        (self.policy, self.job, series) = (policy, job, job.series.without(\.policy))
        steps = job.steps.filter { $0.cacheable && $0.error == nil }
    }

    subscript(_ point: CollectionPoint) -> Double? { job[point] }

    /// What the disk held after it, before the policy's turn; nil where there is no sample.
    var disk: Double? { job.disk?.filesystem.map(Double.init) }
    /// What the disk held when the policy had had its turn.
    var diskAfterwards: Double? { self[.diskBytes] ?? disk }
    /// Whether it is compared with the job of the policy `none` on the same change: it succeeded, and is of the trace.
    var counts: Bool { job.outcome == .succeeded && !job.warmup && !job.cold && job.weight > 0 }
    /// Whether the policy removed something after it.
    var wasFollowedByRemovals: Bool { (self[.removedImages] ?? 0) + (self[.removedRecords] ?? 0) > 0 }
    /// Whether it was refused because the disk was full.
    var metFullDisk: Bool { (self[.diskFull] ?? 0) > 0 }

    /// Whether the compared disk was full: by a refused job, or, on a disk with room, by what it held.
    var filledTheDisk: Bool {
        guard !metFullDisk, let disk, let capacity = self[.capacityBytes] else { return metFullDisk }
        return disk >= capacity
    }

    /// Whether the disk was above the high mark although the policy had had its turn.
    var leftTheDiskOverTheMark: Bool {
        guard let disk = diskAfterwards, let high = self[.highMarkBytes] else { return false }
        return disk > high
    }
}

/// How long each step takes when it misses: the mean over its misses under all policies, so that all are weighed alike.
struct ColdTimes {
    /// By instruction, in seconds.
    private var seconds: [Series: [String: Double]] = [:]

    init(_ jobs: [PolicyObservation]) {
        for (series, jobs) in Dictionary(grouping: jobs, by: \.series) {
            let misses = jobs.flatMap(\.steps).filter { !$0.cached && $0.duration != nil }
            seconds[series] = Dictionary(grouping: misses, by: \.instruction).mapValues { steps in
                steps.reduce(0) { $0 + ($1.duration ?? 0) } / Double(steps.count)
            }
        }
    }

    /// What the cache saved a job, and what it could have, in seconds; steps that were never seen to miss are in neither.
    func saved(_ job: PolicyObservation) -> (saved: Double, possible: Double) {
        let seconds = seconds[job.series] ?? [:]
        return job.steps.reduce(into: (0, 0)) { sum, step in
            let cold = seconds[step.instruction] ?? 0
            sum.possible += cold
            if step.cached { sum.saved += cold }
        }
    }
}
