import Foundation
import Store

extension CapacityAnalysis {
    /// What a run in a database says of `capacity`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    package static func analyse(
        _ database: ResultsDatabase, run: RunSummary, terms: CapacityTerms
    ) async throws -> CapacityFindings? {
        let scenarios = run.scenarios(bearingOn: Questions.capacity)
        guard !scenarios.isEmpty else { return nil }
        let jobs = try self.jobs(of: run, in: database) { scenarios.contains($0) }
        let ledger = try self.ledger(of: run, in: database, terms)
        return try await findings(run: run, scenarios: scenarios, jobs: jobs, ledger: ledger, terms: terms)
    }

    /// What a run in a database says of workers, whatever its scenarios bear on; nil takes the latest run that is not excluded.
    ///
    /// - Throws: `FindingsError`; `ResultsError` where the database cannot be read; `SimulationError` where the terms make no sense.
    package static func analyse(
        _ database: ResultsDatabase, run id: UUID?, anyScenario terms: CapacityTerms, searching: Bool
    ) async throws -> CapacityFindings {
        let run = try RunSelection.find(id, in: database, includingExcluded: false)
        let jobs = try self.jobs(of: run, in: database) { _ in true }
        let ledger = try self.ledger(of: run, in: database, terms)
        return try await findings(
            run: run, scenarios: run.record.scenarios.map(\.name), jobs: jobs, ledger: ledger, terms: terms,
            searching: searching)
    }

    /// By how much the run's jobs grew a disk, where the terms ask for it: of all its scenarios, as levels of executors have no ledger.
    private static func ledger(
        of run: RunSummary, in database: ResultsDatabase, _ terms: CapacityTerms
    ) throws -> [ClassGrowth] {
        guard terms.collection?.marks != nil, terms.growth == nil else { return [] }
        return try StorageAnalysis.analyse(database, run: run)?.classes ?? []
    }

    private static func jobs(
        of run: RunSummary, in database: ResultsDatabase, where isWanted: (String) -> Bool
    ) throws -> [CapacityObservation] {
        var jobs: [CapacityObservation] = []
        try database.forEachJob(run: run.id, including: .stepCounts) { stored in
            guard isWanted(stored.record.scenario) else { return }
            jobs.append(CapacityObservation(stored.record, counts: stored.stepCounts))
        }
        return jobs
    }
}
