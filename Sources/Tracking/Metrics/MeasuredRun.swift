import Foundation
import Model
import Statistics
import Store

package struct MeasuredRun: Sendable {
    package var run: RunSummary
    package var series: [SeriesKey: MeasuredSeries]

    /// A run of these series; of two with the same key the later counts.
    package init(run: RunSummary, series: [MeasuredSeries]) {
        self.run = run
        self.series = Dictionary(series.map { ($0.key, $0) }) { $1 }
    }

    /// Reads a run's series: without warm-ups, and of jobs that succeeded. The number of jobs that failed and should
    /// not have is a series too. Rows are processed one by one, and only their figures are kept.
    /// - Throws: `ResultsError`, `unknownRun` where the database has no such run.
    package static func read(
        _ database: ResultsDatabase, run: UUID, metrics table: MetricTable = .standard,
        wanted: @escaping (Metric) -> Bool = { _ in true }
    ) throws -> MeasuredRun {
        guard let summary = try database.run(run) else {
            throw ResultsError(
                .unknownRun, "there is no run \(run.uuidString) in \(database.path): name another run or database")
        }
        let reader = MeasuredRunReader(database: database, run: run, table: table, isWanted: wanted)
        return MeasuredRun(run: summary, series: try reader.jobSeries() + reader.pointSeries() + reader.leakSeries())
    }

    /// The same run with only the median in place of all values of a time.
    var condensed: MeasuredRun {
        var condensed = self
        for (key, series) in series where series.metric.kind == .timed {
            guard let median = (try? Sample(series.values))?.median else { continue }
            condensed.series[key] = MeasuredSeries(key: key, metric: series.metric, values: [median])
        }
        return condensed
    }
}

extension MetricTable {
    /// The metrics that do not depend on what a run recorded beside its jobs.
    var ofEveryRun: [Metric] { metrics.filter { $0.isColumn || $0.id == Metric.failedJobs.id } }
}

private struct MeasuredRunReader {
    let database: ResultsDatabase
    let run: UUID
    let table: MetricTable
    let isWanted: (Metric) -> Bool

    /// The series of the database's columns, and of the number of jobs that failed and should not have.
    func jobSeries() throws -> [MeasuredSeries] {
        let expected = try database.expectedFailures(run: run)
        let metrics = table.metrics.filter { $0.isColumn && isWanted($0) }
        var groups = JobGroups()
        var failed: [Int] = []
        // A metric that depends on the clock of the command is a series for each clock.
        let slots = metrics.indices.flatMap { place in
            (metrics[place].isByCommandClock ? CommandClock.allCases.map(Optional.init) : [nil]).map { (place, $0) }
        }
        // Those of the first group in the order of the metrics, then those of the second.
        var series: [MeasuredSeries] = []
        try database.forEachJob(run: run, including: [.metrics(metrics)]) { job in
            let group = groups.number(of: job)
            if group == failed.count {
                failed.append(0)
                series += slots.map { place, clock in
                    var key = SeriesKey(metric: metrics[place].id, of: groups.all[group])
                    key.clock = clock
                    return MeasuredSeries(key: key, metric: metrics[place], values: [])
                }
            }
            guard !job.warmup else { return }
            if job.outcome == .succeeded {
                let first = group * slots.count
                for (number, (place, clock)) in slots.enumerated() where clock == nil || clock == job.commandClock {
                    if let value = job.metric(place) { series[first + number].append(value) }
                }
            } else if !expected.contains(job.id) {
                failed[group] += 1
            }
        }
        let measured = series.filter { $0.count > 0 && !($0.metric.hidesZeros && $0.constant == 0) }
        guard let failures = table[Metric.failedJobs.id], isWanted(failures) else { return measured }
        let counts = zip(groups.all, failed).map { group, count in
            MeasuredSeries(key: SeriesKey(metric: failures.id, of: group), metric: failures, values: [Double(count)])
        }
        return measured + counts
    }

    func pointSeries() throws -> [MeasuredSeries] {
        var series: [SeriesKey: MeasuredSeries] = [:]
        try database.forEachJobPoint(run: run) { point in
            guard !table.isOfNoPoints(point.series),
                let metric = table.metric(ofPoints: point.series, unit: point.unit), isWanted(metric)
            else { return }
            let key = SeriesKey(metric: point.series, of: point.group)
            series[key, default: MeasuredSeries(key: key, metric: metric, values: [])].append(point.value)
        }
        return Array(series.values)
    }

    func leakSeries() throws -> [MeasuredSeries] {
        try database.leakTotals(run: run).compactMap { total in
            let metric = Metric.leaks(kind: total.kind)
            guard isWanted(metric), !total.isHidden else { return nil }
            return MeasuredSeries(
                key: SeriesKey(metric: metric.id, scenario: total.scenario), metric: metric,
                values: [Double(total.count)])
        }
    }
}

extension SeriesKey {
    fileprivate init(metric: String, of group: JobGroup) {
        self.init(
            metric: metric, scenario: group.scenario, configuration: group.configuration, fixture: group.fixture,
            changeClass: group.changeClass, cold: group.cold)
    }
}
