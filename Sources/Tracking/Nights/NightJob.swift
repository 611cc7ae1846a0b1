import Foundation
import Model
import Store

/// A job with what is compared of it.
package struct NightJob: Sendable {
    /// The metrics that are compared first, in the order in which they are told.
    package static let metrics: [Metric] = [
        "wall_s", "build_s", "command_s", "overhead_s", "hits", "misses", BuiltPoint.bytes.rawValue,
        "engine_grown_bytes",
    ].compactMap { MetricTable.standard[$0] }

    package let job: Job
    package let revision: String
    package let side: JobSide?
    /// Why it is in its plan, and which of several of its revision it is.
    fileprivate(set) var occurrence = 0
    /// Whether its plan expects it to fail.
    package let isExpectedToFail: Bool
    /// How many things it left behind, by kind.
    package let leaks: [String: Int]

    package var configuration: String { job.cell.configuration }
    package var hasFailed: Bool { job.outcome != .succeeded && job.outcome != .cancelled && !isExpectedToFail }
    /// Whether it was not measured: that says nothing of what it builds.
    var isLost: Bool { hasFailed && (job.outcome == .engineLost || job.outcome == .refused) }
    /// What it builds, but for the revision.
    var stream: [String] { [job.cell.scenario, job.cell.fixture, configuration] }
    var isPair: Bool { job.direct != nil }

    /// A metric of `NightJob.metrics`; nil where the job has none, or did not succeed.
    package func value(_ metric: Metric) -> Double? {
        guard job.outcome == .succeeded else { return nil }
        if metric.id == BuiltPoint.bytes.rawValue { return job[BuiltPoint.bytes] }
        return Self.columns.firstIndex(of: metric).flatMap { job.metric($0) }
    }

    private static let columns = metrics.filter(\.isColumn)

    /// The jobs of a run that succeeded or failed by themselves, without those that only warm up: those of its trace, and
    /// those of its rounds.
    /// - Parameter steps: whether their steps are read too: about ten times as many rows.
    /// - Throws: `ResultsError`.
    package static func read(_ database: ResultsDatabase, run: UUID, steps: Bool = true) throws -> [NightJob] {
        var parts: [JobPart] = [.details, .metrics(columns), .points([BuiltPoint.bytes.rawValue])]
        if steps { parts.append(.steps) }
        let planned = try database.expectedFailures(run: run)
        var leaks: [Int64: [String: Int]] = [:]
        for stored in try database.leaks(run: run) {
            guard let job = stored.leak.job else { continue }
            leaks[job, default: [:]][stored.leak.kind, default: 0] += 1
        }
        let jobs = try database.jobs(run: run, including: parts) + database.roundJobs(run: run, including: parts)
        return numbered(
            jobs.compactMap { job in
                guard let details = job.details, job.outcome != .cancelled, job.position >= 0 else { return nil }
                return NightJob(
                    job: job, revision: details.revision, side: details.side,
                    isExpectedToFail: planned.contains(job.id), leaks: leaks[job.id] ?? [:])
            })
    }

    /// Counts jobs of one revision, configuration and purpose, so that each has its own counterpart in another run.
    private static func numbered(_ jobs: [NightJob]) -> [NightJob] {
        var counts: [PairKey: Int] = [:]
        return jobs.map { job in
            var job = job
            let key = PairKey(job)
            job.occurrence = counts[key, default: 0]
            counts[key] = job.occurrence + 1
            return job
        }
    }
}

/// What two jobs must have in common to be a pair.
struct PairKey: Hashable {
    let scenario, fixture, configuration, revision: String
    let changeClass: ChangeClass
    let isWarmup, isCold, isPair: Bool
    let side: JobSide?
    let occurrence: Int

    /// - Parameter configuration: what of it must be the same; nil: all of it.
    init(_ job: NightJob, configuration: String? = nil) {
        (scenario, fixture) = (job.job.cell.scenario, job.job.cell.fixture)
        self.configuration = configuration ?? job.configuration
        (revision, changeClass, side) = (job.revision, job.job.cell.changeClass, job.side)
        (isWarmup, isCold, isPair) = (job.job.warmup, job.job.cold, job.isPair)
        occurrence = job.occurrence
    }
}
