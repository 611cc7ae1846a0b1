import Model
import Store

/// What a run says of `ops-requirements` and `worker-dependencies`.
struct RequirementsEvidence: Sendable {
    /// What packages one worker has, computed from the package manager's own data.
    struct WorkerCount: Sendable {
        var worker: WorkerPoint.Worker
        /// How many Debian packages it has, and their installed sizes together.
        var packages: Double
        var bytes: Double
    }

    var run: RunSummary
    /// Whether a scenario of it bears on `worker-dependencies`, and on `ops-requirements`.
    var asksForPackages: Bool
    var asksForRequirements: Bool
    /// What was found of the worker, in the order in which it was looked at.
    var requirements: [RequirementRecord]
    var workers: [WorkerCount]
    var pythonPackages: Double?
    var warnings: [Warning]

    func count(_ worker: WorkerPoint.Worker) -> WorkerCount? { workers.first { $0.worker == worker } }
}

enum RequirementsAnalysis {
    /// What a run in a database says; nil where none of its scenarios bears on either question.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> RequirementsEvidence? {
        let asksForPackages = !run.scenarios(bearingOn: WorkerDependenciesQuestion().id).isEmpty
        let asksForRequirements = !run.scenarios(bearingOn: OpsRequirementsQuestion().id).isEmpty
        guard asksForPackages || asksForRequirements else { return nil }
        func latest(_ figure: WorkerPoint.Figure, _ worker: WorkerPoint.Worker) throws -> Double? {
            try database.points(run: run.id, name: WorkerPoint(figure, of: worker).series).last?.value
        }
        let workers = try WorkerPoint.Worker.allCases.compactMap { worker -> RequirementsEvidence.WorkerCount? in
            guard let packages = try latest(.packages, worker), let bytes = try latest(.bytes, worker) else {
                return nil
            }
            return .init(worker: worker, packages: packages, bytes: bytes)
        }
        return RequirementsEvidence(
            run: run, asksForPackages: asksForPackages, asksForRequirements: asksForRequirements,
            requirements: try database.requirements(run: run.id), workers: workers,
            pythonPackages: try latest(.pythonPackages, .carrying),
            warnings: run.excluded.map { [.excluded(reason: $0)] } ?? [])
    }
}

extension RunReader {
    /// What the run says of both questions, read once.
    func requirements() async throws -> RequirementsEvidence? {
        try await once("requirements") { try RequirementsAnalysis.analyse(database, run: run) }
    }
}
