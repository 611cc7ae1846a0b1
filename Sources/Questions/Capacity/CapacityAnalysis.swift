import Foundation
import Simulation
import Store

/// From a run's jobs to how many workers builds need: measured times put through a simulation that is checked against open loops
/// first. The same jobs and terms give the same evidence.
package enum CapacityAnalysis {
    /// What a run in a database says of `capacity`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(
        _ database: ResultsDatabase, run: RunSummary, terms: CapacityTerms
    ) async throws -> CapacityEvidence? {
        let scenarios = run.scenarios(bearingOn: CapacityQuestion.id)
        guard !scenarios.isEmpty else { return nil }
        let jobs = try self.jobs(of: run, in: database) { scenarios.contains($0) }
        let ledger = try self.ledger(of: run, in: database, terms)
        return try await evidence(run: run, scenarios: scenarios, jobs: jobs, ledger: ledger, terms: terms)
    }

    /// What a run in a database says of workers, whatever its scenarios bear on; nil takes the latest run that is not excluded.
    ///
    /// - Throws: `FindingsError`; `ResultsError` where the database cannot be read; `SimulationError` where the terms make no sense.
    package static func analyse(
        _ database: ResultsDatabase, run id: UUID?, anyScenario terms: CapacityTerms, searching: Bool
    ) async throws -> CapacityEvidence {
        let run = try RunReader.find(id, in: database).run
        let jobs = try self.jobs(of: run, in: database) { _ in true }
        let ledger = try self.ledger(of: run, in: database, terms)
        return try await evidence(
            run: run, scenarios: run.record.scenarios.map(\.name), jobs: jobs, ledger: ledger, terms: terms,
            searching: searching)
    }

    /// By how much the run's jobs grew a disk, where the terms ask for it: of all its scenarios, as levels of executors have no ledger.
    private static func ledger(
        of run: RunSummary, in database: ResultsDatabase, _ terms: CapacityTerms
    ) throws -> [ClassGrowth] {
        guard terms.collection?.marks != nil, terms.growth == nil else { return [] }
        return try DiskAnalysis.analyse(database, run: run)?.classes ?? []
    }

    private static func jobs(
        of run: RunSummary, in database: ResultsDatabase, where isWanted: (String) -> Bool
    ) throws -> [CapacityObservation] {
        var jobs: [CapacityObservation] = []
        try database.forEachJob(run: run.id, including: [.stepCounts]) { job in
            if isWanted(job.cell.scenario) { jobs.append(CapacityObservation(job)) }
        }
        return jobs
    }

    /// What the given jobs say, in any order.
    ///
    /// - Parameters:
    ///   - ledger: by how much the run's jobs grew a disk; looked at where garbage is collected by bytes.
    ///   - searching: whether the number of workers is searched for.
    /// - Throws: `SimulationError`, where the terms make no sense.
    static func evidence(
        run: RunSummary, scenarios: [String], jobs: [CapacityObservation], ledger: [ClassGrowth] = [],
        terms: CapacityTerms, searching: Bool = true
    ) async throws -> CapacityEvidence {
        let bySetting = Dictionary(grouping: LoadSeries.series(jobs), by: \.setting).sorted { $0.key < $1.key }
        var settings = bySetting.map { setting($0.key, $0.value, ledger: ledger, terms: terms) }
        for index in settings.indices where searching {
            settings[index].points = try await points(of: settings[index], terms: terms)
        }
        return CapacityEvidence(
            run: run, scenarios: scenarios, terms: terms, settings: settings, warnings: warnings(run, jobs))
    }

    private static func warnings(_ run: RunSummary, _ jobs: [CapacityObservation]) -> [Warning] {
        let search = WarningSearch(run: run, jobs: jobs.map(\.job))
        return search.runWarnings() + search.failures()
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
