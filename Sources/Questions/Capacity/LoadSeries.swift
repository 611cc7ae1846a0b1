import Foundation
import Model
import Store

/// Builds that are alike: drawn from one another.
package struct BuildKind: Sendable, Hashable, Comparable {
    var fixture: String
    /// What the revision changed.
    var changeClass: ChangeClass

    /// By fixture, then by class.
    package static func < (left: BuildKind, right: BuildKind) -> Bool {
        (left.fixture, left.changeClass) < (right.fixture, right.changeClass)
    }
}

/// One job, reduced to what a simulation is fed with. Times are in seconds.
struct CapacityObservation: Sendable {
    /// The factor of a configuration's name that says how many executors a job's engine had.
    private static let executorsFactor = "executors"
    /// Factors that say how jobs come, and nothing of what a worker is like.
    private static let loadFactors = [executorsFactor, "load", "loop", "arrivals", "rate"]

    /// The job.
    let job: Job
    /// Its configuration without the factors that say how jobs come: what else a worker is like.
    let setting: String
    /// How many executors its engine had; 1 where the scenario does not vary it.
    let executors: Int

    init(_ job: Job) {
        self.job = job
        setting = Self.setting(of: job.series)
        executors = job.series.factor(Self.executorsFactor).flatMap { Int($0) } ?? 1
    }

    /// When it started, since 1970.
    var start: Double { job.startedAt.timeIntervalSince1970 }
    /// When it was to start, since 1970.
    var arrival: Double { start - job.queued }

    /// A configuration without the factors that say how jobs come.
    static func setting(of series: Series) -> String {
        loadFactors.reduce(series) { $0.without($1) }.configuration
    }

    /// What it is drawn for.
    var kind: BuildKind { BuildKind(fixture: job.series.fixture, changeClass: job.changeClass) }

    /// How long it occupied an executor, cleanup included; nil where that is not known.
    var service: Double? { job.wall.flatMap { $0 > 0 ? $0 : nil } }

    /// When it left the executor; nil where that is not known.
    var end: Double? { service.map { start + $0 } }

    /// Whether it succeeded on a warm worker.
    var isWarmSample: Bool {
        job.outcome == .succeeded && service != nil && !job.warmup && !job.cold && !job.series.isFloor
    }

    /// Whether it succeeded on a worker that had little or nothing of its fixture: it was told to build without the cache, or is a
    /// warm-up most of whose steps missed.
    var isColdSample: Bool {
        let isFirst = job.warmup && job.cacheableSteps > 0 && job.cachedSteps * 2 < job.cacheableSteps
        return job.outcome == .succeeded && service != nil && (job.cold || isFirst) && !job.series.isFloor
    }
}

extension [CapacityObservation] {
    /// Those that succeeded on a warm worker and stand for builds of a trace; all that did where none is of a trace.
    var warmSamples: [CapacityObservation] {
        let warm = filter(\.isWarmSample)
        let traced = warm.filter { $0.job.weight > 0 }
        return traced.isEmpty ? warm : traced
    }

    /// Their weights added up; how many they are where none has a weight.
    var weight: Double {
        let sum = reduce(0) { $0 + $1.job.weight }
        return sum > 0 ? sum : Double(count)
    }
}

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
        let groups = Dictionary(grouping: jobs) { [$0.job.cell.scenario, $0.job.cell.configuration] }
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
        if jobs.count(where: { $0.job.queued >= shortestWait }) * 20 >= jobs.count { return .open }
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
            let byExecutor = Dictionary(grouping: jobs, by: \.job.executor)
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
            if job.job.queued >= Self.shortestWait, let end = last[job.job.executor], job.arrival <= end {
                gaps.append(job.start - end)
            }
            if let end = job.end { last[job.job.executor] = max(end, last[job.job.executor] ?? end) }
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
