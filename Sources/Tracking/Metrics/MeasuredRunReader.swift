import Foundation
import Model
import Store

/// Gathers a run's figures into series.
struct MeasuredRunReader {
    let database: ResultsDatabase
    let run: UUID
    /// Which metrics are wanted.
    let isWanted: (Metric) -> Bool

    func read() throws -> MeasuredRun {
        guard let summary = try database.run(run) else {
            throw ResultsError(
                .unknownRun, "there is no run \(run.uuidString) in \(database.path): name another run or database")
        }
        return MeasuredRun(run: summary, series: try jobSeries() + pointSeries() + leakSeries())
    }

    private func jobSeries() throws -> [MeasuredSeries] {
        // Full disks and faults that a plan wants are results, not failures.
        let planned = try database.jobs(
            run: run, withPoint: [CollectionPoint.diskFull.rawValue, FaultPoint.notSucceeded.rawValue])
        var groups: [GroupSeries] = []
        var growth = GrowthSinceSample()
        try database.forEachFigures(run: run) { group, figures in
            if figures.group == groups.count { groups.append(GroupSeries(group)) }
            let grown = growth.since(figures)
            guard !figures.warmup else { return }
            if figures.succeeded {
                groups[figures.group].add(figures, grown)
            } else if !planned.contains(figures.job) {
                groups[figures.group].failed += 1
            }
        }
        return groups.flatMap { $0.series(isWanted) }
    }

    private func pointSeries() throws -> [MeasuredSeries] {
        var series: [SeriesKey: MeasuredSeries] = [:]
        try database.forEachJobPoint(run: run) { group, name, unit, value in
            guard let metric = Metrics.point(name, unit: unit), isWanted(metric) else { return }
            let key = SeriesKey(metric: name, of: group)
            series[key, default: MeasuredSeries(key: key, metric: metric, values: [])].append(value)
        }
        return Array(series.values)
    }

    private func leakSeries() throws -> [MeasuredSeries] {
        try database.leakTotals(run: run).compactMap { total in
            let metric = Metrics.leaks(kind: total.kind)
            guard isWanted(metric), !total.isHidden else { return nil }
            return MeasuredSeries(
                key: SeriesKey(metric: metric.id, scenario: total.scenario), metric: metric,
                values: [Double(total.count)])
        }
    }
}

extension SeriesKey {
    /// The key of a metric of a group of jobs.
    init(metric: String, of group: JobGroup) {
        self.init(
            metric: metric, scenario: group.scenario, configuration: group.configuration, fixture: group.fixture,
            changeClass: group.changeClass, cold: group.cold)
    }
}
