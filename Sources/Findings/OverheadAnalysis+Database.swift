import Records
import Results

extension OverheadAnalysis {
    /// What a run in a database says of `build-overhead`, in one pass over its jobs; nil where none of its scenarios bears
    /// on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    public static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> OverheadFindings? {
        let scenarios = run.scenarios(bearingOn: Questions.buildOverhead)
        guard !scenarios.isEmpty else { return nil }
        var collector = ObservationCollector(scenarios: scenarios)
        _ = try database.survey(run: run.id) { collector.add($0, $1) }
        return findings(run: run, scenarios: scenarios, bySeries: collector.jobs)
    }
}
