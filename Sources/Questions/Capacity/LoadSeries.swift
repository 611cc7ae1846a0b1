import Model
import Store

/// The jobs of one configuration in one scenario, as they came and were run.
struct LoadSeries: Sendable {
    /// How the jobs came.
    enum Loop: Sendable, Equatable {
        /// Each executor had its next job at once: all were busy all the time.
        case closed
        /// Jobs came by a clock, whether an executor was free or not.
        case open
    }

    /// A job that waits for longer than this, in seconds, waited for an executor, and not for Plimsoll to begin.
    static let shortestWait = 0.1

    /// The configuration's name.
    let configuration: String
    /// The same without the factors that say how jobs come.
    let setting: String
    /// How many executors there were.
    let executors: Int
    /// Its jobs in the order of their arrival, warm-ups and failed ones too.
    let jobs: [CapacityObservation]
    /// How they came.
    let loop: Loop

    /// Series of a run's jobs, by scenario and configuration.
    static func series(_ jobs: [CapacityObservation]) -> [LoadSeries] {
        let groups = Dictionary(grouping: jobs) { [$0.scenario, $0.job.series.configuration] }
        return groups.sorted { ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1]) }.compactMap { LoadSeries($0.value) }
    }

    private init?(_ jobs: [CapacityObservation]) {
        guard let first = jobs.first else { return nil }
        configuration = first.job.series.configuration
        setting = first.setting
        executors = first.executors
        self.jobs = jobs.sorted { ($0.arrival, $0.job.position) < ($1.arrival, $1.job.position) }
        // The factor says it where it is varied; elsewhere the jobs' times do.
        loop =
            first.job.series.factor("load").map { $0 == "closed" ? .closed : .open }
            ?? Self.loop(of: self.jobs.filter { !$0.job.warmup }, executors: executors)
    }

    /// Open where one job of twenty waited for an executor, or where fewer than three quarters of the executors were busy on average;
    /// one executor that nobody waits for had its jobs one after the other.
    private static func loop(of jobs: [CapacityObservation], executors: Int) -> Loop {
        guard !jobs.isEmpty else { return .closed }
        if jobs.count(where: { $0.queued >= shortestWait }) * 20 >= jobs.count { return .open }
        guard executors > 1 else { return .closed }
        let starts = jobs.filter { $0.end != nil }.map(\.start).sorted()
        let ends = jobs.compactMap(\.end).sorted()
        // At the middle of a job its neighbours have begun, whichever of them was first.
        let busy = jobs.reduce(0) { sum, job in
            guard let end = job.end else { return sum }
            let middle = (job.start + end) / 2
            return sum + starts.count(upTo: middle) - ends.count(upTo: middle)
        }
        return busy * 4 >= 3 * executors * ends.count ? .closed : .open
    }

    /// The positions of the jobs that find an idle worker, as nobody came before them: as many as there are executors, in each round.
    var rampUp: Set<Int> {
        Set(Dictionary(grouping: jobs, by: \.job.round).values.flatMap { $0.prefix(executors).map(\.job.position) })
    }

    /// Its jobs that ended while every executor had more to do: those that ended later, in each round, had the worker to fewer.
    var busyJobs: [CapacityObservation] {
        Dictionary(grouping: jobs, by: \.job.round).sorted { $0.key < $1.key }.flatMap { _, jobs in
            let byExecutor = Dictionary(grouping: jobs, by: \.executor)
            let last = byExecutor.values.compactMap { $0.compactMap(\.end).max() }.min() ?? 0
            return jobs.filter { ($0.end ?? .infinity) <= last }
        }
    }

    /// The median time between a job's end and the next one's start on its executor while that one waited: what the measuring
    /// itself does in between, in seconds; 0 where it cannot be seen.
    var turnaround: Double {
        var last: [Int: Double] = [:]
        var gaps: [Double] = []
        for job in jobs.sorted(by: { $0.start < $1.start }) {
            if job.queued >= Self.shortestWait, let end = last[job.executor], job.arrival <= end {
                gaps.append(job.start - end)
            }
            if let end = job.end { last[job.executor] = max(end, last[job.executor] ?? end) }
        }
        guard gaps.count >= Estimate.fewestJobs else { return 0 }
        return max(Medians.plain(gaps) ?? 0, 0)
    }
}

extension [Double] {
    /// How many of ascending values are at most a value.
    fileprivate func count(upTo value: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
