import Foundation
import Model
import Store

/// One job, reduced to what a simulation is fed with. Times are in seconds.
package struct CapacityObservation: Sendable {
    /// Builds that are alike: drawn from one another.
    package struct Kind: Sendable, Hashable, Comparable {
        /// The fixture's name.
        var fixture: String
        /// What the revision changed.
        var changeClass: ChangeClass

        /// By fixture, then by class.
        package static func < (left: Kind, right: Kind) -> Bool {
            (left.fixture, left.changeClass) < (right.fixture, right.changeClass)
        }
    }

    /// The factor of a configuration's name that says how many executors a job's engine had.
    package static let executorsFactor = "executors"
    /// Factors that say how jobs come, and nothing of what a worker is like.
    package static let loadFactors = [executorsFactor, "load", "loop", "arrivals", "rate"]

    /// The job.
    var job: Observation
    /// Its scenario.
    package var scenario: String
    /// Its configuration without the factors that say how jobs come: what else a worker is like.
    package var setting: String
    /// How many executors its engine had; 1 where the scenario does not vary it.
    package var executors: Int
    /// Which of them ran it.
    package var executor: Int
    /// When it was to start, since 1970.
    package var arrival: Double
    /// When it started.
    package var start: Double
    /// The time between the two.
    package var queued: Double

    /// What a job's record holds for the simulation; its steps may have been counted by the database.
    package init(_ record: JobRecord, counts: StepCounts? = nil) {
        job =
            counts.map { Observation(record, cacheableSteps: $0.cacheable, cachedSteps: $0.cached) }
            ?? Observation(record)
        scenario = record.scenario
        setting = Self.setting(of: job.series)
        executors = job.series.factor(Self.executorsFactor).flatMap { Int($0) } ?? 1
        executor = record.executor
        start = record.startedAt.timeIntervalSince1970
        queued = record.queued
        arrival = start - queued
    }

    /// A configuration without the factors that say how jobs come.
    static func setting(of series: Series) -> String {
        loadFactors.reduce(series) { $0.without($1) }.configuration
    }

    /// What it is drawn for.
    package var kind: Kind { Kind(fixture: job.series.fixture, changeClass: job.changeClass) }

    /// How long it occupied an executor, cleanup included; nil where that is not known.
    package var service: Double? { job.wall.flatMap { $0 > 0 ? $0 : nil } }

    /// When it left the executor; nil where that is not known.
    package var end: Double? { service.map { start + $0 } }

    /// Whether it succeeded on a warm worker.
    package var isWarmSample: Bool {
        job.outcome == .succeeded && service != nil && !job.warmup && !job.cold && !job.series.isFloor
    }

    /// Whether it succeeded on a worker that had little or nothing of its fixture: it was told to build without the cache, or is a
    /// warm-up most of whose steps missed.
    package var isColdSample: Bool {
        let isFirst = job.warmup && job.cacheableSteps > 0 && job.cachedSteps * 2 < job.cacheableSteps
        return job.outcome == .succeeded && service != nil && (job.cold || isFirst) && !job.series.isFloor
    }
}

extension [CapacityObservation] {
    /// Those that succeeded on a warm worker and stand for builds of a trace; all that did where none is of a trace.
    package var warmSamples: [CapacityObservation] {
        let warm = filter(\.isWarmSample)
        let traced = warm.filter { $0.job.weight > 0 }
        return traced.isEmpty ? warm : traced
    }

    /// Their weights added up; how many they are where none has a weight.
    package var weight: Double {
        let sum = reduce(0) { $0 + $1.job.weight }
        return sum > 0 ? sum : Double(count)
    }
}
