import Foundation
import GRDB
import Model

/// Runs: begun, ended, excluded, found again.
extension ResultsDatabase {
    /// Records that a run begins.
    ///
    /// - Throws: `ResultsError`, `rejected` when the run is recorded already.
    public func begin(_ run: RunRecord) throws {
        try write { database in
            try database.cachedStatement(
                sql: """
                    INSERT INTO run (uuid, tool_version, tool_commit, command_line, profile, seed, plan_hash,
                        planned_jobs, started_ms, engine, host)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                run.id.uuidString, run.toolVersion, run.toolCommit, try JSONText.encode(run.commandLine), run.profile,
                String(run.seed), run.planHash, run.plannedJobs, run.startedAt.milliseconds,
                try JSONText.encode(run.fingerprint.engine), try JSONText.encode(run.fingerprint.host),
            ])
            let id = database.lastInsertedRowID
            for (ordinal, scenario) in run.scenarios.enumerated() {
                try database.cachedStatement(
                    sql:
                        "INSERT INTO run_scenario (run, name, ordinal, hash, questions, text) VALUES (?, ?, ?, ?, ?, ?)"
                ).execute(arguments: [
                    id, scenario.name, ordinal, scenario.hash, try JSONText.encode(scenario.questions), scenario.text,
                ])
            }
        }
    }

    /// Records how a run ended: `finished` when it did all its plans' jobs, otherwise what stopped it.
    ///
    /// A run that was resumed ends again: the last end counts.
    public func end(run: UUID, at date: Date, reason: String) throws {
        try write { database in
            try database.cachedStatement(sql: "UPDATE run SET ended_ms = ?, end_reason = ? WHERE id = ?")
                .execute(arguments: [date.milliseconds, reason, try rowID(of: run, database)])
        }
    }

    /// Says that a run does not count, and why; nil lets it count again. Its rows stay.
    public func exclude(run: UUID, reason: String?) throws {
        try write { database in
            try database.cachedStatement(sql: "UPDATE run SET excluded = ? WHERE id = ?")
                .execute(arguments: [reason, try rowID(of: run, database)])
        }
    }

    /// All runs, the oldest first, those that are excluded too.
    public func runs() throws -> [RunSummary] {
        try read { try RunSummary.fetch($0, where: "true ORDER BY run.started_ms, run.id") }
    }

    /// The run with an id; nil when there is none.
    public func run(_ id: UUID) throws -> RunSummary? {
        try read { try RunSummary.fetch($0, where: "run.uuid = ?", arguments: [id.uuidString]).first }
    }

    /// The run that began last, among those that are not excluded.
    public func latestRun() throws -> RunSummary? {
        try read {
            try RunSummary.fetch(
                $0, where: "run.excluded IS NULL ORDER BY run.started_ms DESC, run.id DESC LIMIT 1"
            ).first
        }
    }

    /// The run to resume: the newest with these plans that never finished and is not excluded.
    public func unfinishedRun(planHash: String) throws -> RunRecord? {
        try read {
            try RunSummary.fetch(
                $0,
                where: """
                    run.plan_hash = ? AND run.excluded IS NULL AND coalesce(run.end_reason, '') <> 'finished'
                    ORDER BY run.started_ms DESC, run.id DESC LIMIT 1
                    """,
                arguments: [planHash]
            ).first?.record
        }
    }
}
