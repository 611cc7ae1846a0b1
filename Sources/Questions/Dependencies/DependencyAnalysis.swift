import Model
import Statistics
import Store

/// From a run's jobs to what they say of `cacheable-dependencies`. Pure: the same jobs in the same order give the same findings.
struct DependencyAnalysis: Sendable {
    private let run: RunSummary
    private let jobs: [DependencyObservation]

    /// The findings of the given jobs, in plan order, all of scenarios that bear on the question.
    static func findings(
        run: RunSummary, scenarios: [String], jobs: [DependencyObservation]
    ) -> DependencyFindings {
        let analysis = DependencyAnalysis(run: run, jobs: jobs)
        let managers = analysis.managers()
        return DependencyFindings(
            run: run, scenarios: scenarios, verdict: DependencyRule.verdict(managers), managers: managers,
            cautions: analysis.cautions())
    }

    private func managers() -> [DependencyManager] {
        let bySeries = Dictionary(grouping: jobs, by: \.job.series)
        let found = bySeries.sorted { $0.key < $1.key }.compactMap { series($0.key, $0.value) }
        return Dictionary(grouping: found, by: \.series.fixture).sorted { $0.key < $1.key }.map {
            DependencyManager(name: $0.key, series: $0.value)
        }
    }

    private func series(_ series: Series, _ jobs: [DependencyObservation]) -> DependencySeries? {
        guard let strategy = jobs.first?.strategy else { return nil }
        let changes = jobs.filter(\.isChange)
        let cold = jobs.filter(\.isCold).compactMap(\.cost)
        let classes = Dictionary(grouping: changes, by: \.job.changeClass).sorted { $0.key < $1.key }.compactMap {
            Self.changeClass($0.key, $0.value)
        }
        let manifest = changes.filter { $0.job.changeClass == .dependency }
        let ratio = DependencyRule.ratio(of: manifest.compactMap(\.cost), over: cold)
        let (answer, needed) = DependencyRule.judge(
            source: classes.first { $0.changeClass == .source }, ratio: ratio)
        func median(_ point: DependencyPoint) -> Double? { Medians.plain(manifest.compactMap { $0.points[point] }) }
        return DependencySeries(
            series: series, strategy: strategy, cold: Self.median(cold), coldPoints: cold.sorted(), classes: classes,
            ratio: ratio, restore: median(.archiveRestoreSeconds), save: median(.archiveSaveSeconds),
            archiveBytes: median(.archiveBytes), answer: answer, jobsNeeded: needed)
    }

    private static func changeClass(_ changeClass: ChangeClass, _ jobs: [DependencyObservation]) -> DependencyClass? {
        let costs = jobs.compactMap(\.cost)
        guard let cost = median(costs) else { return nil }
        let known = jobs.compactMap(\.installHit)
        return DependencyClass(
            changeClass: changeClass, cost: cost, hits: known.count { $0 }, jobs: known.count, points: costs.sorted())
    }

    /// The median with an interval between order statistics, where n carries one.
    private static func median(_ values: [Double]) -> Estimate? {
        guard let sample = try? Sample(values) else { return nil }
        return Estimate(value: sample.median, interval: sample.medianInterval()?.range, count: sample.count)
    }

    private func cautions() -> [Caution] {
        let bySeries = Dictionary(grouping: jobs.map(\.job), by: \.series)
        let search = CautionSearch(run: run, jobs: bySeries, series: [])
        return search.runCautions() + bySeries.keys.sorted().flatMap { search.failures($0, bySeries[$0] ?? []) }
    }
}
