import Model
import Store

/// The first of the jobs that were asked for.
package struct JobList: Sendable {
    package struct Entry: Sendable {
        /// With its details.
        package let job: Job
        package let handle: JobHandle
        package let details: JobDetails
        /// Steps that can come from the cache: those that did, and those that did not; nil if it has none.
        package let hits, misses: Int?
        /// Of the metric that they are ordered by.
        package let value: Double?
    }

    package let entries: [Entry]
    /// How many jobs were asked for.
    package let matching: Int
    /// The metric that they are ordered by, the greatest value first; nil: by time, the newest first.
    package let metric: Metric?

    /// - Parameter limit: how many jobs; nil: all.
    /// - Throws: `TrackingError`, `unknownMetric`; `ResultsError`.
    package static func read(
        _ database: ResultsDatabase, _ filter: JobFilter, _ order: JobOrder, limit: Int?
    ) throws -> JobList {
        let found = try database.find(filter, order, limit: limit)
        let metric = try Self.metric(of: order, found, in: database)
        let counts = ["hits", "misses"].compactMap { MetricTable.standard[$0] }
        let jobs = try database.jobs(found.ids, including: [.details, .metrics(counts)])
        let entries = jobs.enumerated().compactMap { place, job -> Entry? in
            guard let handle = job.handle, let details = job.details else { return nil }
            return Entry(
                job: job, handle: handle, details: details, hits: job.metric(0).map { Int($0) },
                misses: job.metric(1).map { Int($0) }, value: metric == nil ? nil : found.values[place])
        }
        return JobList(entries: entries, matching: found.matching, metric: metric)
    }

    private static func metric(
        of order: JobOrder, _ found: FoundJobs, in database: ResultsDatabase
    ) throws -> Metric? {
        guard case .greatest(let id) = order else { return nil }
        let columns = MetricTable.standard.metrics.filter(\.isColumn)
        if let column = columns.first(where: { $0.id == id }) { return column }
        let series = try database.jobSeriesNames()
        guard series.contains(id) else {
            let known = (columns.map(\.id) + series).joined(separator: ", ")
            throw TrackingError(.unknownMetric, "no job in \(database.path) has values of \(id): there are \(known)")
        }
        return Metric(id, MetricTable.standard[id]?.words, unit: found.unit ?? "", .neither)
    }
}
