import Foundation
import GRDB
import Model

/// A run as the database knows it, without its jobs.
package struct RunSummary: Sendable, Equatable, Identifiable {
    /// What was recorded when it began.
    package var record: RunRecord
    /// Wall-clock time at which it ended; nil while it runs, or when it was killed.
    package var endedAt: Date?
    /// How it ended: `finished`, `interrupted`, `engine_lost`, `database_locked`, `failed`; nil while it runs, or when it was killed.
    package var endReason: String?
    /// Why it does not count; nil when it counts.
    package var excluded: String?
    /// How many jobs were saved, warm-ups included.
    package var jobs: Int
    /// How many of them were warm-ups.
    package var warmups: Int
    /// How many of them, warm-ups included, did not succeed.
    package var failures: Int
    /// How many of these their user stopped, and no planted fault: the run was to do them again when it went on.
    package var stopped: Int
    /// How many submodules and LFS objects its build contexts lacked, as they were not on the machine.
    package var missingContents: Int
    /// How many steps its first builds found in the cache, which it had not made: its cold state was not cold.
    package var inheritedHits: Int

    /// The run's identity.
    package var id: UUID { record.id }
}

extension RunSummary {
    /// Reads the runs that a condition (with order and limit) selects.
    static func fetch(
        _ database: Database, where condition: String, arguments: StatementArguments = []
    ) throws -> [RunSummary] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT run.* FROM run WHERE \(condition)",
            arguments: arguments)
        return try rows.map { try RunSummary(database, $0) }
    }

    private init(_ database: Database, _ row: Row) throws {
        let ended: Int64? = row["ended_ms"]
        // Read in the order of the table: by an index each of a million jobs would be looked up.
        let jobs = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*), coalesce(sum(warmup), 0), coalesce(sum(outcome <> 'succeeded'), 0),
                    coalesce(sum(outcome = 'cancelled' AND position < 0 AND NOT EXISTS (
                        SELECT 1 FROM point JOIN series ON series.id = point.series
                        WHERE series.run = ?1 AND series.name = ?2 AND point.job = job.id)), 0)
                FROM job
                WHERE +run = ?1
                    AND id BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
                """,
            arguments: [row["id"] as Int64, FaultPoint.notSucceeded.rawValue])
        // A run that goes on counts them again.
        let missing = try Double.fetchOne(
            database,
            sql: """
                SELECT coalesce(sum(most), 0) FROM (
                    SELECT max(point.value) AS most FROM point JOIN series ON series.id = point.series
                    WHERE series.run = ?1 AND series.name IN (?2, ?3) GROUP BY series.id)
                """,
            arguments: [
                row["id"] as Int64, ContextPoint.missingSubmodules.rawValue, ContextPoint.missingObjects.rawValue,
            ])
        let inherited = try Double.fetchOne(
            database,
            sql: """
                SELECT sum(point.value) FROM point JOIN series ON series.id = point.series
                WHERE series.run = ? AND series.name = ?
                """,
            arguments: [row["id"] as Int64, InheritedCache.series])
        let counts = jobs.map { counts -> [Int] in [counts[0], counts[1], counts[2], counts[3]] } ?? [0, 0, 0, 0]
        self.init(
            record: try RunRecord(database, row), endedAt: ended.map(Date.init(milliseconds:)),
            endReason: row["end_reason"], excluded: row["excluded"], jobs: counts[0], warmups: counts[1],
            failures: counts[2], stopped: counts[3], missingContents: Int(missing ?? 0),
            inheritedHits: Int(inherited ?? 0))
    }
}

extension RunRecord {
    fileprivate init(_ database: Database, _ row: Row) throws {
        let uuid: String = row["uuid"]
        let seed: String = row["seed"]
        guard let id = UUID(uuidString: uuid), let seed = UInt64(seed) else {
            throw ResultsError(.damaged, "the run \(uuid) has an id or a seed that Plimsoll did not write")
        }
        let scenarios = try Row.fetchAll(
            database, sql: "SELECT name, hash, questions, text FROM run_scenario WHERE run = ? ORDER BY ordinal",
            arguments: [row["id"] as Int64])
        self.init(
            id: id, toolVersion: row["tool_version"], toolCommit: row["tool_commit"],
            commandLine: try JSONText.decode([String].self, from: row["command_line"], column: "run.command_line"),
            profile: row["profile"], seed: seed, planHash: row["plan_hash"], plannedJobs: row["planned_jobs"],
            startedAt: Date(milliseconds: row["started_ms"]),
            scenarios: try scenarios.map { row in
                ScenarioEntry(
                    name: row["name"], hash: row["hash"],
                    questions: try JSONText.decode(
                        [String].self, from: row["questions"], column: "run_scenario.questions"),
                    text: row["text"])
            },
            fingerprint: Fingerprint(
                engine: try JSONText.decode([String: String].self, from: row["engine"], column: "run.engine"),
                host: try JSONText.decode([String: String].self, from: row["host"], column: "run.host")))
    }
}

/// Runs: begun, ended, excluded, found again.
extension ResultsDatabase {
    /// Records that a run begins.
    ///
    /// - Throws: `ResultsError`, `rejected` when the run is recorded already.
    package func begin(_ run: RunRecord) throws {
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
    package func end(run: UUID, at date: Date, reason: String) throws {
        try write { database in
            try database.cachedStatement(sql: "UPDATE run SET ended_ms = ?, end_reason = ? WHERE id = ?")
                .execute(arguments: [date.milliseconds, reason, try rowID(of: run, database)])
        }
    }

    /// Says that a run does not count, and why; nil lets it count again. Its rows stay.
    package func exclude(run: UUID, reason: String?) throws {
        try write { database in
            try database.cachedStatement(sql: "UPDATE run SET excluded = ? WHERE id = ?")
                .execute(arguments: [reason, try rowID(of: run, database)])
        }
    }

    /// All runs, the oldest first, those that are excluded too.
    package func runs() throws -> [RunSummary] {
        try read { try RunSummary.fetch($0, where: "true ORDER BY run.started_ms, run.id") }
    }

    /// The run with an id; nil when there is none.
    package func run(_ id: UUID) throws -> RunSummary? {
        try read { try RunSummary.fetch($0, where: "run.uuid = ?", arguments: [id.uuidString]).first }
    }

    /// The run that began last, among those that are not excluded.
    package func latestRun() throws -> RunSummary? {
        try read {
            try RunSummary.fetch(
                $0, where: "run.excluded IS NULL ORDER BY run.started_ms DESC, run.id DESC LIMIT 1"
            ).first
        }
    }

    /// The run to resume: the newest with these plans that never finished and is not excluded.
    package func unfinishedRun(planHash: String) throws -> RunRecord? {
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
