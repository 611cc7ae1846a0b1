import Model
import Store

/// What a run says of `ops-requirements` and `worker-dependencies`.
struct RequirementsFindings: Sendable, Equatable {
    /// The run.
    var run: RunSummary
    /// Whether a scenario of it bears on `worker-dependencies`.
    var asksForPackages: Bool
    /// Whether a scenario of it bears on `ops-requirements`.
    var asksForRequirements: Bool
    /// What was found of the worker, in the order in which it was looked at.
    var requirements: [RequirementRecord]
    /// What packages workers have.
    var workers: [WorkerCount]
    /// Python packages that the carrying worker needs besides.
    var pythonPackages: Double?
    /// The verdict on `worker-dependencies`.
    var verdict: Verdict
    /// What a reader should know beside.
    var cautions: [Caution]

    /// What a run in a database says; nil where none of its scenarios bears on either.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> RequirementsFindings? {
        let asksForPackages = !run.scenarios(bearingOn: Questions.workerDependencies).isEmpty
        let asksForRequirements = !run.scenarios(bearingOn: Questions.opsRequirements).isEmpty
        guard asksForPackages || asksForRequirements else { return nil }
        func latest(_ figure: WorkerPoint.Figure, _ worker: WorkerPoint.Worker) throws -> Double? {
            try database.points(run: run.id, name: WorkerPoint(figure, of: worker).series).last?.value
        }
        let workers = try WorkerPoint.Worker.allCases.compactMap { worker -> WorkerCount? in
            guard let packages = try latest(.packages, worker), let bytes = try latest(.bytes, worker) else {
                return nil
            }
            return WorkerCount(worker: worker, packages: packages, bytes: bytes)
        }
        return RequirementsFindings(
            run: run, asksForPackages: asksForPackages, asksForRequirements: asksForRequirements,
            requirements: try database.requirements(run: run.id), workers: workers,
            pythonPackages: try latest(.pythonPackages, .carrying), verdict: WorkerRule.verdict(workers),
            cautions: run.excluded.map { [.excluded(reason: $0)] } ?? [])
    }

    /// The verdicts as the results database keeps them. Requirements decide nothing: the estimate is how many are lacking.
    var verdictRecords: [VerdictRecord] {
        var records: [VerdictRecord] = []
        if asksForPackages {
            records.append(
                VerdictRecord(
                    question: verdict.question, verdict: verdict.answer.recorded, estimate: verdict.estimate?.value,
                    unit: verdict.unit, n: verdict.estimate?.count ?? 0, rule: Questions.workerDependencies.rule))
        }
        if asksForRequirements {
            records.append(
                VerdictRecord(
                    question: Questions.opsRequirements.id, verdict: .evidence,
                    estimate: Double(requirements.count { $0.state == "lacking" }), unit: "requirement",
                    n: requirements.count, rule: Questions.opsRequirements.rule))
        }
        return records
    }
}
