import Foundation
import GRDB

/// One pass over all that a run measured: a million jobs with their steps in a few seconds, in constant memory.
extension ResultsDatabase {
    /// Visits the outlines of all jobs of a run in the order in which they were saved, each beside its kind, and counts their steps.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    public func survey(
        run: UUID, _ body: (JobKind, JobOutline) -> Void = { _, _ in }
    ) throws -> RunSurvey {
        try read { database in
            let run = try rowID(of: run, database)
            let statement = try database.makeStatement(sql: JobSurveyor.sql)
            let rows = try Row.fetchCursor(statement, arguments: [run])
            var jobs = JobSurveyor(statement)
            var steps = try StepSurveyor(database, run: run)
            var hasNamedChanges = false
            while try rows.next() != nil {
                var job = try jobs.outline(database)
                if !hasNamedChanges, !job.warmup, job.outcome == .succeeded { hasNamedChanges = jobs.isNamedChange }
                let kind = jobs.kinds[job.kind]
                job.steps = try steps.count(job, of: kind)
                body(kind, job)
            }
            return RunSurvey(tallies: try steps.tallies(database), hasNamedChanges: hasNamedChanges)
        }
    }
}
