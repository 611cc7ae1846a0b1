import Foundation
import GRDB
import Model

/// An audit, as it was read back.
package struct StoredAudit: Sendable, Equatable {
    /// The job after which it was taken; nil before the first and after the last.
    package var job: Int64?
    /// What it saw; what it found is among the run's leaks.
    package var record: AuditRecord

    /// A value of these parts.
    package init(job: Int64?, record: AuditRecord) {
        self.job = job
        self.record = record
    }
}

/// Something that was left, as it was read back.
package struct StoredLeak: Sendable, Equatable {
    /// What it is, and whose.
    package var leak: LeakRecord
    /// Where the job that left it stands in the plan; nil where no job is known to have.
    package var position: Int?
    /// The scenario whose series found it.
    package var scenario: String
    /// When in the series it was found first.
    package var stage: AuditRecord.Stage
    /// Wall-clock time of the audit that found it.
    package var at: Date
    /// Whether the series' last audit still found it; nil where there was none.
    package var remained: Bool?
}

/// Audits: what was left, and how well it could be seen.
extension ResultsDatabase {
    /// Saves an audit, in one transaction.
    ///
    /// - Parameter job: after which it was taken; nil before the first job and after the last.
    /// - Throws: `ResultsError`: `unknownRun`; `rejected` when the job is not there, or the scenario is not the run's.
    package func record(_ audit: AuditRecord, after job: Int64?, run: UUID) throws {
        try write { database in
            let run = try rowID(of: run, database)
            try database.cachedStatement(
                sql: """
                    INSERT INTO audit (run, scenario, job, stage, at_ms, inventory_s, waited_s) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                run, audit.scenario, job, audit.stage.rawValue, audit.at.milliseconds, audit.seconds, audit.waited,
            ])
            let id = database.lastInsertedRowID
            for kind in audit.kinds {
                try database.cachedStatement(
                    sql: "INSERT INTO audit_kind (audit, kind, sight, reason, objects) VALUES (?, ?, ?, ?, ?)"
                ).execute(arguments: [id, kind.name, kind.sight, kind.reason, kind.count])
            }
            let remaining = audit.remaining
            if let remaining { try Self.note(remaining, run: run, scenario: audit.scenario, database) }
            let remained: Int? = remaining == nil ? nil : 1
            for leak in audit.leaks {
                try database.cachedStatement(
                    sql: """
                        INSERT INTO leak (audit, job, kind, object, bytes, attribution, remained) VALUES (?, ?, ?, ?, ?, ?, ?)
                        """
                ).execute(arguments: [
                    id, leak.job, leak.kind, leak.object, leak.bytes, leak.attribution.rawValue,
                    remained,
                ])
            }
        }
    }

    /// Notes of all leaks of a series that were found before whether they are still there.
    private static func note(
        _ remaining: [LeakRecord], run: Int64, scenario: String, _ database: Database
    ) throws {
        let known = "(SELECT id FROM audit WHERE run = ? AND scenario = ?)"
        try database.execute(
            sql: "UPDATE leak SET remained = 0 WHERE audit IN \(known)", arguments: [run, scenario])
        for leak in remaining {
            try database.execute(
                sql: "UPDATE leak SET remained = 1 WHERE audit IN \(known) AND kind = ? AND object = ?",
                arguments: [run, scenario, leak.kind, leak.object])
        }
    }

    /// What was left in a run, in the order in which it was found.
    package func leaks(run: UUID) throws -> [StoredLeak] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT leak.kind, object, leak.bytes, leak.job, attribution, audit.scenario, stage, audit.at_ms, remained,
                        job.position
                    FROM leak JOIN audit ON audit.id = leak.audit LEFT JOIN job ON job.id = leak.job
                    WHERE audit.run = ? ORDER BY leak.id
                    """,
                arguments: [try rowID(of: run, database)]
            ).map { row in
                StoredLeak(
                    leak: LeakRecord(
                        kind: row[0], object: row[1], bytes: row[2], job: row[3],
                        attribution: LeakRecord.Attribution(rawValue: row[4]) ?? .unknown), position: row[9],
                    scenario: row[5], stage: AuditRecord.Stage(rawValue: row[6]) ?? .series,
                    at: Date(milliseconds: row[7]), remained: row[8])
            }
        }
    }

    /// The audits of a run in the order in which they were taken, without their leaks.
    package func audits(run: UUID) throws -> [StoredAudit] {
        try read { database in
            let run = try rowID(of: run, database)
            let kinds = try Row.fetchAll(
                database,
                sql: """
                    SELECT audit, kind, sight, reason, objects FROM audit_kind
                    WHERE audit IN (SELECT id FROM audit WHERE run = ?) ORDER BY audit, kind
                    """, arguments: [run])
            let byAudit = Dictionary(grouping: kinds) { $0[0] as Int64 }
            return try Row.fetchAll(
                database,
                sql:
                    "SELECT id, scenario, job, stage, at_ms, inventory_s, waited_s FROM audit WHERE run = ? ORDER BY id",
                arguments: [run]
            ).map { row in
                let id: Int64 = row[0]
                return StoredAudit(
                    job: row[2],
                    record: AuditRecord(
                        scenario: row[1], stage: AuditRecord.Stage(rawValue: row[3]) ?? .series,
                        at: Date(milliseconds: row[4]), seconds: row[5], waited: row[6],
                        kinds: (byAudit[id] ?? []).map {
                            AuditRecord.Kind(name: $0[1], sight: $0[2], reason: $0[3], count: $0[4])
                        }))
            }
        }
    }
}
