import Model
import Store

extension OverheadAnalysis {
    /// What a run in a database says of `build-overhead`, in one pass over its jobs; nil where none of its scenarios bears
    /// on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> OverheadFindings? {
        try surveyed(database, run: run).findings
    }

    /// The same with what the pass over the jobs counted beside: over a million jobs a second pass would be felt.
    static func surveyed(
        _ database: ResultsDatabase, run: RunSummary
    ) throws -> (findings: OverheadFindings?, survey: RunSurvey) {
        let scenarios = run.scenarios(bearingOn: Questions.buildOverhead)
        var collector = ObservationCollector(scenarios: scenarios)
        let survey = try database.survey(run: run.id) { collector.add($0, $1) }
        if scenarios.isEmpty { return (nil, survey) }
        return (findings(run: run, scenarios: scenarios, bySeries: collector.jobs), survey)
    }
}
