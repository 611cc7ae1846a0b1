import Foundation
import GRDB
import Model

/// A run as the database knows it, without its jobs.
package struct RunSummary: Sendable, Equatable, Identifiable {
    /// What was recorded when it began.
    package var record: RunRecord
    /// Wall-clock time at which it ended; nil while it runs, or if it was killed.
    package var endedAt: Date?
    /// How it ended: `finished`, `interrupted`, `engine_lost`, `database_locked`, `failed`; nil while it runs, or if it
    /// was killed.
    package var endReason: String?
    /// Why it does not count; nil if it counts.
    package var excluded: String?
    /// How many jobs were saved, including warm-ups.
    package var jobs: Int
    package var warmups: Int
    /// How many jobs, including warm-ups, did not succeed.
    package var failures: Int
    /// How many of these were stopped by the user, and not by a planted fault: a resumed run does them again.
    package var stopped: Int
    /// How many submodules and LFS objects its build contexts lacked, as they were not on the machine.
    package var missingContents: Int
    /// How many steps its first builds found in a cache that it had not made: its cold state was not cold.
    package var inheritedHits: Int

    package var id: UUID { record.id }
}

extension RunSummary {
    /// Reads the runs that a condition (with order and limit) selects.
    static func fetch(
        _ database: Database, where condition: String, arguments: StatementArguments = []
    ) throws -> [RunSummary] {
        try Row.fetchAll(database, sql: "SELECT run.* FROM run WHERE \(condition)", arguments: arguments)
            .map { try RunSummary(database, $0) }
    }

    private init(_ database: Database, _ row: Row) throws {
        let run: Int64 = row["id"]
        let ended: Int64? = row["ended_ms"]
        // Read in the order of the table: by an index each of a million jobs would be looked up.
        let jobs = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*), coalesce(sum(warmup), 0), coalesce(sum(outcome <> 'succeeded'), 0),
                    coalesce(sum(outcome = 'cancelled' AND position < 0 AND NOT EXISTS (
                        SELECT 1 FROM point JOIN series ON series.id = point.series
                        WHERE series.run = ?1 AND series.name = ?2 AND point.job = job.id)), 0)
                FROM job WHERE +run = ?1 AND id \(JobSelection.jobsOfRun)
                """,
            arguments: [run, FaultPoint.notSucceeded.rawValue])
        // A run that goes on counts them again.
        let missing = try Double.fetchOne(
            database,
            sql: """
                SELECT coalesce(sum(most), 0) FROM (
                    SELECT max(point.value) AS most FROM point JOIN series ON series.id = point.series
                    WHERE series.run = ?1 AND series.name IN (?2, ?3) GROUP BY series.id)
                """,
            arguments: [run, ContextPoint.missingSubmodules.rawValue, ContextPoint.missingObjects.rawValue])
        let inherited = try Double.fetchOne(
            database,
            sql: """
                SELECT sum(point.value) FROM point JOIN series ON series.id = point.series
                WHERE series.run = ? AND series.name = ?
                """,
            arguments: [run, InheritedCache.series])
        self.init(
            record: try RunRecord(database, row), endedAt: ended.map(Date.init(milliseconds:)),
            endReason: row["end_reason"], excluded: row["excluded"], jobs: jobs?[0] ?? 0, warmups: jobs?[1] ?? 0,
            failures: jobs?[2] ?? 0, stopped: jobs?[3] ?? 0, missingContents: Int(missing ?? 0),
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
        let scenarios = try database.list(
            "SELECT name, hash, questions, text, sources FROM run_scenario WHERE run = ? ORDER BY ordinal",
            [row["id"] as Int64]
        ) { row in
            ScenarioEntry(
                name: row[0], hash: row[1],
                questions: try JSONText.decode([String].self, from: row[2], column: "run_scenario.questions"),
                text: row[3],
                sources: try (row[4] as String?).map {
                    try JSONText.decode([ResolvedSource].self, from: $0, column: "run_scenario.sources")
                } ?? [])
        }
        self.init(
            id: id, toolVersion: row["tool_version"], toolCommit: row["tool_commit"],
            commandLine: try JSONText.decode([String].self, from: row["command_line"], column: "run.command_line"),
            profile: row["profile"], seed: seed, planHash: row["plan_hash"], plannedJobs: row["planned_jobs"],
            startedAt: Date(milliseconds: row["started_ms"]), scenarios: scenarios,
            fingerprint: Fingerprint(
                engine: try JSONText.decode([String: String].self, from: row["engine"], column: "run.engine"),
                host: try JSONText.decode([String: String].self, from: row["host"], column: "run.host")),
            against: (row["against"] as String?).flatMap(UUID.init(uuidString:)))
    }
}

/// Runs: begun, ended, excluded, found again.
extension ResultsDatabase {
    /// Records that a run begins.
    /// - Throws: `ResultsError`, `rejected` if the run is recorded already.
    package func begin(_ run: RunRecord) throws {
        try writing { database in
            try database.insert(
                into: "run",
                [
                    "uuid": run.id.uuidString, "tool_version": run.toolVersion, "tool_commit": run.toolCommit,
                    "command_line": try JSONText.line(run.commandLine), "profile": run.profile,
                    "seed": String(run.seed), "plan_hash": run.planHash, "planned_jobs": run.plannedJobs,
                    "started_ms": run.startedAt.milliseconds, "engine": try JSONText.line(run.fingerprint.engine),
                    "host": try JSONText.line(run.fingerprint.host), "against": run.against?.uuidString,
                ])
            let id = database.lastInsertedRowID
            for (ordinal, scenario) in run.scenarios.enumerated() {
                try database.insert(
                    into: "run_scenario",
                    [
                        "run": id, "name": scenario.name, "ordinal": ordinal, "hash": scenario.hash,
                        "questions": try JSONText.line(scenario.questions), "text": scenario.text,
                        "sources": scenario.sources.isEmpty ? nil : try JSONText.line(scenario.sources),
                    ])
            }
        }
    }

    /// Records how a run ended: `finished` if it did all jobs of its plans, otherwise what stopped it.
    ///
    /// A run that was resumed ends again: the last end counts.
    package func end(run: UUID, at date: Date, reason: String) throws {
        try writing { database in
            try database.cachedStatement(sql: "UPDATE run SET ended_ms = ?, end_reason = ? WHERE id = ?")
                .execute(arguments: [date.milliseconds, reason, try rowID(of: run, database)])
        }
    }

    /// Records that a run does not count, and why; nil lets it count again. Its rows stay.
    package func exclude(run: UUID, reason: String?) throws {
        try writing { database in
            try database.cachedStatement(sql: "UPDATE run SET excluded = ? WHERE id = ?")
                .execute(arguments: [reason, try rowID(of: run, database)])
        }
    }

    /// All runs, the oldest first, including excluded ones.
    package func runs() throws -> [RunSummary] {
        try reading { try RunSummary.fetch($0, where: "true ORDER BY run.started_ms, run.id") }
    }

    package func run(_ id: UUID) throws -> RunSummary? {
        try reading { try RunSummary.fetch($0, where: "run.uuid = ?", arguments: [id.uuidString]).first }
    }

    /// The run that began last, among those that are not excluded.
    package func latestRun() throws -> RunSummary? {
        let newest = "run.excluded IS NULL ORDER BY run.started_ms DESC, run.id DESC LIMIT 1"
        return try reading { try RunSummary.fetch($0, where: newest).first }
    }

    /// The run to resume: the newest with these plans that never finished and is not excluded.
    package func unfinishedRun(planHash: String) throws -> RunRecord? {
        let newest = """
            run.plan_hash = ? AND run.excluded IS NULL AND coalesce(run.end_reason, '') <> 'finished'
            ORDER BY run.started_ms DESC, run.id DESC LIMIT 1
            """
        return try reading { try RunSummary.fetch($0, where: newest, arguments: [planHash]).first?.record }
    }
}
