import Model
import Statistics
import Store

/// The rules by which two runs are compared, fixed before they are looked at.
package struct ComparisonTerms: Sendable, Equatable {
    /// The probability of any false alarm when comparing two like runs, over all series together.
    package var level = 0.01
    /// The confidence level of the intervals of single series.
    package var intervalLevel = 0.95
    /// The share of the base's median by which a time must move to count, where there is no history.
    package var timedThreshold = 0.05
    /// The same for a count that varies from job to job; never above that of times.
    package var countedThreshold = 0.01
    /// The number of earlier runs that make a history.
    package var leastHistory = 5
    /// The number of standard deviations between runs by which a median must move to count, where there is a history.
    package var deviations = 3.0
    /// The least share of the base's median by which a series must move, even where the history varies less.
    package var leastThreshold = 0.01
    /// The least number of seconds by which a time must move, however short it is.
    package var leastSeconds = 0.001
    /// The most values per side. Of more, this many evenly spaced ones in order of size are used. That makes intervals
    /// wider and claims rarer, never the reverse.
    package var mostValues = 4096

    package init() {}

    package init(level: Double, timedThreshold: Double = 0.05) {
        (self.level, self.timedThreshold) = (level, timedThreshold)
        countedThreshold = min(countedThreshold, timedThreshold)
    }
}

package struct Threshold: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// A share of the base's median that was fixed beforehand.
        case fixed
        /// The series' own variation from run to run, over this many earlier runs.
        case history(runs: Int)
        /// None: the series is the same from job to job, or a total, and any change counts.
        case exact
    }

    /// The change in the unit of the series, at least 0: a change must reach it to count.
    package var shift: Double
    package var source: Source

    init(shift: Double, source: Source) { (self.shift, self.source) = (shift, source) }

    /// The threshold of a series: from its own variation from run to run where there is a history, else a fixed share.
    ///
    /// The medians of two runs, each with the standard deviation s, differ with the standard deviation s·√2. A
    /// difference must reach the terms' multiple of that. s is estimated from the median distance of the history's
    /// medians from their median, which a single bad night does not move.
    init(of metric: Metric, base: Double, history: [MeasuredSeries], terms: ComparisonTerms) {
        let floor = metric.unit == "s" ? terms.leastSeconds : 0
        let medians = history.compactMap { (try? Sample($0.values))?.median }
        if medians.count >= max(terms.leastHistory, 2), let past = try? Sample(medians) {
            let noise = terms.deviations * 2.0.squareRoot() * past.robustDeviation
            self.init(shift: max(noise, terms.leastThreshold * abs(base), floor), source: .history(runs: medians.count))
        } else {
            let share = metric.kind == .timed ? terms.timedThreshold : terms.countedThreshold
            self.init(shift: max(share * abs(base), floor), source: .fixed)
        }
    }
}

/// The runs that a threshold may rest on.
package enum EarlierRuns {
    /// The most runs that are looked at: older ones describe a worker that has changed since.
    private static let most = 20
    /// The most jobs that they may have together, so that they take a second or two to read.
    private static let mostJobs = 200_000

    /// The newest runs of a database that are comparable with `base`, began before `candidate`, finished and count.
    /// These two are left out.
    ///
    /// Of times only each run's median is kept: a threshold needs nothing else.
    package static func read(
        _ database: ResultsDatabase, base: RunSummary, candidate: RunSummary, metrics: MetricTable = .standard,
        wanted: @escaping (Metric) -> Bool = { _ in true }
    ) throws -> [MeasuredRun] {
        var earlier: [MeasuredRun] = []
        var jobs = 0
        for run in try database.runs().reversed() {
            guard run.id != base.id, run.id != candidate.id, run.excluded == nil, run.endReason == "finished",
                run.record.startedAt < candidate.record.startedAt, Likeness(base, run).isLike
            else { continue }
            jobs += run.jobs
            if earlier.count == most || jobs > mostJobs { break }
            earlier.append(try MeasuredRun.read(database, run: run.id, metrics: metrics, wanted: wanted).condensed)
        }
        return earlier.reversed()
    }
}

extension Sample {
    /// The standard deviation of a normal distribution with the same median distance from the median.
    var robustDeviation: Double { 1.4826 * medianAbsoluteDeviation }
}
