import Simulation
import Store

/// From a run's jobs to how many workers builds need: measured times put through a simulation that is checked against open loops
/// first. The same jobs and terms give the same findings.
package struct CapacityAnalysis: Sendable {
    /// The findings of the given jobs, in any order.
    ///
    /// - Parameters:
    ///   - ledger: by how much the run's jobs grew a disk; looked at where garbage is collected by bytes.
    ///   - searching: whether the number of workers is searched for.
    /// - Throws: `SimulationError`, where the terms make no sense.
    static func findings(
        run: RunSummary, scenarios: [String], jobs: [CapacityObservation], ledger: [ClassGrowth] = [],
        terms: CapacityTerms, searching: Bool = true
    ) async throws -> CapacityFindings {
        let bySetting = Dictionary(grouping: LoadSeries.series(jobs), by: \.setting).sorted { $0.key < $1.key }
        var settings = bySetting.map { setting($0.key, $0.value, ledger: ledger, terms: terms) }
        for index in settings.indices where searching {
            settings[index].points = try await points(of: settings[index], terms: terms)
        }
        return CapacityFindings(
            run: run, scenarios: scenarios, terms: terms, settings: settings, cautions: cautions(run, jobs))
    }

    private static func cautions(_ run: RunSummary, _ jobs: [CapacityObservation]) -> [Caution] {
        let bySeries = Dictionary(grouping: jobs.map(\.job), by: \.series)
        let search = CautionSearch(run: run, jobs: bySeries, series: [])
        return search.runCautions() + bySeries.keys.sorted().flatMap { search.failures($0, bySeries[$0] ?? []) }
    }

    /// What was measured of one setting, what is lacking, and how the simulation compares with its open loops.
    static func setting(
        _ name: String, _ series: [LoadSeries], ledger: [ClassGrowth] = [], terms: CapacityTerms
    ) -> CapacitySetting {
        let measurements = ServiceMeasurements(series)
        let executors = terms.executors ?? measurements.usualExecutors
        var growth: DiskGrowth?
        if terms.collection?.marks != nil { growth = terms.growth ?? .of(ledger, setting: name) }
        return CapacitySetting(
            name: name, measurements: measurements, executors: executors,
            lacks: measurements.lacks(executors: executors, growth: growth),
            checks: series.filter { $0.loop == .open }.map {
                OpenLoopCheck.check($0, by: measurements, seed: terms.seed)
            }, points: [], growth: growth)
    }

    private static func points(of setting: CapacitySetting, terms: CapacityTerms) async throws -> [CapacityPoint] {
        guard let model = setting.model else { return [] }
        var points: [CapacityPoint] = []
        for buildsADay in terms.buildsADay {
            let simulation = terms.simulation(of: model, buildsADay: buildsADay, executors: setting.executors)
            points.append(
                try await .search(
                    CapacitySearch(simulation, share: CapacityTerms.share), repetitions: terms.repetitions))
        }
        return points
    }
}
