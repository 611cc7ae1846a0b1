import Foundation
import Simulation
import Store

/// From a run's jobs to how many workers builds need: measured times put through a simulation that is checked against open loops
/// first. The same jobs and terms give the same evidence.
package enum CapacityAnalysis {
    /// What a run in a database says of `capacity`; nil where none of its scenarios bears on it.
    static func analyse(
        _ database: ResultsDatabase, run: RunSummary, terms: CapacityTerms
    ) async throws -> CapacityEvidence? {
        let scenarios = run.scenarios(bearingOn: CapacityQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        return try await analyse(database, run, scenarios, terms) { scenarios.contains($0) }
    }

    /// What a run in a database says of workers, whatever its scenarios bear on; nil takes the latest run that is not excluded.
    ///
    /// - Throws: `FindingsError`; `ResultsError` where the database cannot be read; `SimulationError` where the terms make no sense.
    package static func analyse(
        _ database: ResultsDatabase, run id: UUID?, anyScenario terms: CapacityTerms, searching: Bool
    ) async throws -> CapacityEvidence {
        let run = try RunReader.find(id, in: database).run
        return try await analyse(
            database, run, run.record.scenarios.map(\.name), terms, searching: searching
        ) { _ in true }
    }

    private static func analyse(
        _ database: ResultsDatabase, _ run: RunSummary, _ scenarios: [String], _ terms: CapacityTerms,
        searching: Bool = true, where isWanted: (String) -> Bool
    ) async throws -> CapacityEvidence {
        var jobs: [Job] = []
        try database.forEachJob(run: run.id, including: [.stepCounts]) {
            if isWanted($0.cell.scenario), $0.cell.isUnderstood { jobs.append($0) }
        }
        // Of all scenarios, as levels of executors have no ledger.
        let needsLedger = terms.collection?.marks != nil && terms.growth == nil
        let ledger = needsLedger ? try DiskAnalysis.analyse(database, run: run)?.classes : nil
        let bySetting = Dictionary(grouping: LoadSeries.series(jobs), by: \.setting).sorted { $0.key < $1.key }
        var settings = bySetting.map { setting($0, $1, ledger: ledger ?? [], terms: terms) }
        for index in settings.indices where searching {
            settings[index].points = try await points(of: settings[index], terms: terms)
        }
        let search = WarningSearch(run: run, jobs: jobs)
        return CapacityEvidence(
            run: run, scenarios: scenarios, terms: terms, settings: settings,
            warnings: search.runWarnings() + search.failures())
    }

    /// What was measured of one setting, what is lacking, and how the simulation compares with its open loops.
    ///
    /// - Parameter ledger: by how much the run's jobs grew a disk; looked at where garbage is collected by bytes.
    static func setting(
        _ name: String, _ series: [LoadSeries], ledger: [ClassGrowth] = [], terms: CapacityTerms
    ) -> CapacitySetting {
        let measurements = ServiceMeasurements(series)
        let executors = terms.executors ?? measurements.usualExecutors
        let growth = terms.collection?.marks.map { _ in terms.growth ?? .of(ledger, setting: name) }
        let open = series.filter { $0.loop == .open }
        return CapacitySetting(
            name: name, measurements: measurements, executors: executors,
            lacks: measurements.lacks(executors: executors, growth: growth),
            checks: open.map { .check($0, by: measurements, seed: terms.seed) }, points: [], growth: growth)
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
