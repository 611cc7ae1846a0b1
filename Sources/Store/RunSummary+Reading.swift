import Foundation
import GRDB
import Model

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
