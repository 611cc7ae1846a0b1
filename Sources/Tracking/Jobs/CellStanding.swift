import Model
import Statistics
import Store

/// How a job stands among the other measured jobs of its cell and run.
package struct CellStanding: Sendable, Equatable {
    package struct Figure: Sendable, Equatable {
        package let metric: Metric
        package let value: Double
        /// How many other jobs have a value.
        package let others: Int
        /// Of the others; nil if there are none.
        package let median: Double?
        /// Its place among all of them, itself included, from 1 for the least value.
        package let rank: Int
        /// The distance from the median of the others, in units of 1.4826 times their median absolute deviation; nil for
        /// fewer than 5 others, or where they do not vary.
        package let score: Double?

        package var isUnusual: Bool { score.map { abs($0) > CellStanding.unusual } ?? false }
    }

    /// With fewer values the deviation is hardly known.
    package static let fewestOthers = 5
    /// B. Iglewicz, D. Hoaglin, "How to Detect and Handle Outliers" (1993).
    package static let unusual = 3.5
    /// Of a normal distribution the standard deviation in units of the median absolute deviation.
    fileprivate static let normal = 1.4826

    /// Why the job is compared with nothing; nil if it is compared.
    package let doubt: String?
    package let figures: [Figure]

    /// The metrics that a job is compared by.
    package static let metrics = [
        "wall_s", "overhead_s", "context_s", "build_s", "run_s", "command_s", "artifacts_s", "cleanup_s",
    ].compactMap { MetricTable.standard[$0] }

    /// - Parameter job: with its details and these metrics.
    package static func read(_ job: Job, in database: ResultsDatabase) throws -> CellStanding {
        guard job.outcome == .succeeded else { return CellStanding(doubt: "the job did not succeed", figures: []) }
        guard !job.warmup else { return CellStanding(doubt: "the job is a warm-up", figures: []) }
        guard let details = job.details else { return CellStanding(doubt: "the job's run is not known", figures: []) }
        let values = metrics.indices.compactMap { place in job.metric(place).map { (metrics[place], $0) } }
        let others = try database.cellValues(of: values.map(\.0), beside: job, run: details.run)
        let figures = zip(values, others).map { Figure($0.0, $0.1, among: $1) }
        return CellStanding(doubt: nil, figures: figures)
    }
}

extension CellStanding.Figure {
    init(_ metric: Metric, _ value: Double, among others: [Double]) {
        let median = Self.median(of: others)
        let deviation = median.flatMap { median in Self.median(of: others.map { abs($0 - median) }) } ?? 0
        (self.metric, self.value) = (metric, value)
        self.others = others.count
        self.median = median
        rank = 1 + others.count { $0 < value }
        let isEnough = others.count >= CellStanding.fewestOthers && deviation > 0
        score = isEnough ? median.map { (value - $0) / (CellStanding.normal * deviation) } : nil
    }

    /// Without sorting: a cell may have a hundred thousand jobs.
    private static func median(of values: [Double]) -> Double? {
        var selection = try? WeightedSelection(values, weights: [Double](repeating: 1, count: values.count))
        return selection?.median()
    }
}
