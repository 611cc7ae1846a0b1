import Model
import Statistics
import Store

/// The rules by which two runs are compared, fixed before they are looked at.
package struct ComparisonTerms: Sendable, Equatable {
    /// How likely a comparison of two like runs may be to alarm at all, over all of its series together.
    package var level = 0.01
    /// The level of the intervals of single series.
    package var intervalLevel = 0.95
    /// How much of the base's median a time must move by to count, where there is no history.
    package var timedThreshold = 0.05
    /// The same of a count that varies from job to job.
    package var countedThreshold = 0.01
    /// How many earlier runs make a history.
    package var leastHistory = 5
    /// By how many standard deviations between runs a median must move to count, where there is a history.
    package var deviations = 3.0
    /// How much of the base's median must move even where the history is quieter.
    package var leastThreshold = 0.01
    /// By how many seconds a time must move at least, however short it is.
    package var leastSeconds = 0.001
    /// How many values a side are looked at: of more, so many evenly spaced ones in order of size stand for them, which makes
    /// intervals wider and claims rarer, never the reverse.
    package var mostValues = 4096

    /// The default rules.
    package init() {}

    /// The same rules with another level or other fixed thresholds.
    package init(level: Double, timedThreshold: Double = 0.05, countedThreshold: Double = 0.01) {
        self.level = level
        self.timedThreshold = timedThreshold
        self.countedThreshold = countedThreshold
    }
}

/// By how much a series must move to count.
package struct Threshold: Sendable, Equatable {
    /// Where it comes from.
    package enum Source: Sendable, Equatable {
        /// A share of the base's median that was fixed beforehand.
        case fixed
        /// The series' own noise from run to run, over so many earlier runs.
        case history(runs: Int)
        /// None: the series is the same from job to job, or a total, and any change counts.
        case exact
    }

    /// The change in the unit of the series, at least 0: a change must reach it to count.
    package var shift: Double
    /// Where it comes from.
    package var source: Source

    /// A threshold of these parts.
    package init(shift: Double, source: Source) {
        self.shift = shift
        self.source = source
    }
}

extension Threshold {
    /// What makes a normal distribution's standard deviation of the median of distances from the median.
    private static let deviationFactor = 1.4826

    /// By how much a series must move: by its own noise from run to run where there is a history, else by a fixed share.
    ///
    /// The medians of two runs, each with the standard deviation s, differ with s·√2: a difference must reach the terms' multiple of
    /// that. s is estimated from the median of the distances of the history's medians from theirs, which a single bad night does
    /// not move.
    init(of metric: Metric, base: Double, history: [MeasuredSeries], terms: ComparisonTerms) {
        let floor = metric.unit == "s" ? terms.leastSeconds : 0
        let medians = history.compactMap { (try? Sample($0.values))?.median }
        if medians.count >= max(terms.leastHistory, 2), let past = try? Sample(medians) {
            let deviation = Self.deviationFactor * past.medianAbsoluteDeviation
            let noise = terms.deviations * 2.0.squareRoot() * deviation
            self.init(
                shift: max(noise, terms.leastThreshold * abs(base), floor), source: .history(runs: medians.count))
        } else {
            let share = metric.kind == .timed ? terms.timedThreshold : terms.countedThreshold
            self.init(shift: max(share * abs(base), floor), source: .fixed)
        }
    }
}

/// The runs that a threshold may rest on.
package enum EarlierRuns {
    /// How many are looked at: what lies longer back tells of another worker.
    private static let most = 20
    /// How many jobs they may have together, so that they take a second or two to read.
    private static let mostJobs = 200_000

    /// The newest runs of a database that are like `base`, began before `candidate`, finished and count; without these two.
    ///
    /// Of times only each run's median is kept, which is all that a threshold asks for.
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
