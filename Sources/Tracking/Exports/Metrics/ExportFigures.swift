import Model
import Statistics
import Store

/// What exports tell of a run in numbers: the medians of what its jobs took.
///
/// Of jobs that succeeded and are no warm-ups. Those that stand outside the trace (of weight 0, as pairs with a direct run) are left out
/// too, but for the cold ones, which are told apart.
struct ExportFigures: Sendable {
    /// One measure of one group.
    struct Figure: Sendable {
        let group: ExportGroup
        let measure: ExportMeasure
        let median: Double
        /// Of the median, at 95 %, between order statistics; nil for fewer than 6 jobs.
        let interval: Interval?
        /// The 95th percentile; nil for fewer than 20 jobs.
        let high: Double?
        /// How many jobs.
        let count: Int
    }

    /// How many jobs of a configuration ended in a way.
    struct OutcomeCount: Sendable {
        let scenario: String
        let configuration: String
        let outcome: String
        let jobs: Int
    }

    /// How many jobs of a configuration could not clean up after themselves.
    struct FailedCleanupCount: Sendable {
        let scenario: String
        let configuration: String
        let jobs: Int
    }

    /// With fewer values the 95th percentile is hardly more than the largest of them.
    private static let fewestForHigh = 20

    let run: RunSummary
    /// By measure, then group.
    let figures: [Figure]
    /// Of all jobs but warm-ups, by scenario, configuration and outcome.
    let outcomes: [OutcomeCount]
    /// Of all jobs but warm-ups, by scenario and configuration, those where it is 0 too.
    let failedCleanups: [FailedCleanupCount]

    init(of run: RunSummary, in database: ResultsDatabase) throws {
        self.run = run
        var values: [ExportMeasure: [ExportGroup: [Double]]] = [:]
        var outcomes: [[String]: Int] = [:]
        var failedCleanups: [[String]: Int] = [:]
        try database.forEachJob(run: run.id, including: .stepCounts) { job in
            let record = job.record
            guard !record.warmup else { return }
            outcomes[[record.scenario, record.configuration, record.outcome.rawValue], default: 0] += 1
            failedCleanups[[record.scenario, record.configuration], default: 0] += record.cleanupFailure == nil ? 0 : 1
            guard record.outcome == .succeeded, record.weight > 0 || record.cold else { return }
            let group = ExportGroup(record)
            for measure in ExportMeasure.allCases {
                guard let value = measure.value(of: job), value.isFinite else { continue }
                values[measure, default: [:]][group, default: []].append(value)
            }
        }
        var figures: [Figure] = []
        for measure in ExportMeasure.allCases {
            let groups = values[measure] ?? [:]
            for group in groups.keys.sorted() {
                let sample = try Sample(groups[group] ?? [])
                figures.append(
                    Figure(
                        group: group, measure: measure, median: sample.median, interval: sample.medianInterval(),
                        high: sample.count >= Self.fewestForHigh ? sample.quantile(0.95) : nil, count: sample.count))
            }
        }
        self.figures = figures
        self.failedCleanups = failedCleanups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, jobs in
            FailedCleanupCount(scenario: key[0], configuration: key[1], jobs: jobs)
        }
        self.outcomes = outcomes.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, jobs in
            OutcomeCount(scenario: key[0], configuration: key[1], outcome: key[2], jobs: jobs)
        }
    }
}
