import Foundation
import Model
import Store

/// Builds that are alike: drawn from one another.
package struct BuildKind: Sendable, Hashable, Comparable {
    var fixture: String
    /// What the revision changed.
    var changeClass: ChangeClass

    package static func < (left: BuildKind, right: BuildKind) -> Bool {
        (left.fixture, left.changeClass) < (right.fixture, right.changeClass)
    }
}

/// A job as a simulation is fed with it. Times are in seconds.
extension Job {
    /// When it started, since 1970.
    var start: Double { startedAt.timeIntervalSince1970 }
    /// When it was to start, since 1970.
    var arrival: Double { start - queued }
    var kind: BuildKind { BuildKind(fixture: cell.fixture, changeClass: changeClass) }
    /// How long it occupied an executor, cleanup included; nil where that is not known.
    var service: Double? { wall.flatMap { $0 > 0 ? $0 : nil } }
    /// When it left the executor; nil where that is not known.
    var end: Double? { service.map { start + $0 } }

    private var isSample: Bool { outcome == .succeeded && service != nil && !series.isFloor }
    /// Whether it succeeded on a warm worker.
    var isWarmSample: Bool { isSample && !warmup && !cold }
    /// Whether it succeeded on a worker that had little or nothing of its fixture: it was told to build without the cache, or is a
    /// warm-up most of whose steps missed.
    var isColdSample: Bool { isSample && (cold || warmup && cacheableSteps > 0 && cachedSteps * 2 < cacheableSteps) }
}

extension [Job] {
    /// Those that succeeded on a warm worker and stand for builds of a trace; all that did where none is of a trace.
    var warmSamples: [Job] {
        let warm = filter(\.isWarmSample)
        let traced = warm.filter { $0.weight > 0 }
        return traced.isEmpty ? warm : traced
    }
}

extension Series {
    /// Its configuration without the factors that say how jobs come: what else a worker is like.
    var setting: String {
        factors?.withoutLoad.name ?? configuration
    }
}

/// The jobs of one configuration in one scenario, as they came and were run.
struct LoadSeries: Sendable {
    enum Loop: Sendable, Equatable {
        /// Each executor had its next job at once: all were busy all the time.
        case closed
        /// Jobs came by a clock, whether an executor was free or not.
        case open
    }

    /// A job that waits for longer than this, in seconds, waited for an executor, and not for Plimsoll to begin.
    static let shortestWait = 0.1

    let configuration: String
    /// The same without the factors that say how jobs come.
    let setting: String
    /// 1 where the scenario does not vary it.
    let executors: Int
    /// Its jobs in the order of their arrival, warm-ups and failed ones too.
    let jobs: [Job]
    let loop: Loop

    /// Series of a run's jobs, by scenario and configuration.
    static func series(_ jobs: [Job]) -> [LoadSeries] {
        let groups = Dictionary(grouping: jobs) { [$0.cell.scenario, $0.cell.configuration] }
        return groups.sorted { ($0.key[0], $0.key[1]) < ($1.key[0], $1.key[1]) }.compactMap { LoadSeries($0.value) }
    }

    private init?(_ jobs: [Job]) {
        guard let first = jobs.first else { return nil }
        (configuration, setting) = (first.cell.configuration, first.series.setting)
        executors = first.cell.factors?.executors ?? 1
        self.jobs = jobs.sorted { ($0.arrival, $0.position) < ($1.arrival, $1.position) }
        // The factor says it where it is varied; elsewhere the jobs' times do.
        loop =
            (first.cell.factors?.load).map { $0 == .closed ? .closed : .open }
            ?? Self.loop(of: self.jobs.filter { !$0.warmup }, executors: executors)
    }

    /// Open where one job of twenty waited for an executor, or where fewer than three quarters of the executors were busy on average;
    /// one executor that nobody waits for had its jobs one after the other.
    private static func loop(of jobs: [Job], executors: Int) -> Loop {
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
        Set(Dictionary(grouping: jobs, by: \.round).values.flatMap { $0.prefix(executors).map(\.position) })
    }

    /// Its jobs that ended while every executor had more to do: those that ended later, in each round, had the worker to fewer.
    var busyJobs: [Job] {
        Dictionary(grouping: jobs, by: \.round).sorted { $0.key < $1.key }.flatMap { _, jobs in
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
        return gaps.count >= Estimate.fewestJobs ? max(Medians.plain(gaps) ?? 0, 0) : 0
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
