import Foundation
import GRDB
import Model

/// An audit, as it was read back.
package struct StoredAudit: Sendable, Equatable {
    /// The job after which it was taken; nil before the first and after the last.
    package var job: Int64?
    /// What it saw; what it found is among the run's leaks.
    package var record: AuditRecord
}

/// Something that was left, as it was read back.
package struct StoredLeak: Sendable, Equatable {
    package var leak: LeakRecord
    /// Position in the plan of the job that left it; nil if that job is not known.
    package var position: Int?
    /// The scenario whose series found it.
    package var scenario: String
    /// When in the series it was found first.
    package var stage: AuditRecord.Stage
    /// Wall-clock time of the audit that found it.
    package var at: Date
    /// Whether the series' last audit still found it; nil if there was none.
    package var remained: Bool?
}

/// How many things of one kind a scenario's series left behind.
package struct LeakTotal: Sendable, Equatable {
    package var scenario: String
    /// E.g. `container`.
    package var kind: String
    /// Whether some audit could not see the kind at all: then no leak is no evidence.
    package var isHidden: Bool
    package var count: Int
}

extension ResultsDatabase {
    /// Saves an audit.
    /// - Parameter job: after which it was taken; nil before the first job and after the last.
    /// - Throws: `ResultsError`: `unknownRun`; `rejected` if the job does not exist, or the scenario is not the run's.
    package func record(_ audit: AuditRecord, after job: Int64?, run: UUID) throws {
        try writing { database in
            let run = try rowID(of: run, database)
            try database.insert(
                into: "audit",
                [
                    "run": run, "scenario": audit.scenario, "job": job, "stage": audit.stage.rawValue,
                    "at_ms": audit.at.milliseconds, "inventory_s": audit.seconds, "waited_s": audit.waited,
                ])
            let id = database.lastInsertedRowID
            for kind in audit.kinds {
                try database.insert(
                    into: "audit_kind",
                    ["audit": id, "kind": kind.name, "sight": kind.sight, "reason": kind.reason, "objects": kind.count])
            }
            let remaining = audit.remaining
            if let remaining { try Self.note(remaining, run: run, scenario: audit.scenario, database) }
            for leak in audit.leaks {
                try database.insert(
                    into: "leak",
                    [
                        "audit": id, "job": leak.job, "kind": leak.kind, "object": leak.object, "bytes": leak.bytes,
                        "attribution": leak.attribution.rawValue, "remained": remaining == nil ? nil : 1,
                    ])
            }
        }
    }

    /// Notes of all leaks of a series that were found before whether they are still there.
    private static func note(_ remaining: [LeakRecord], run: Int64, scenario: String, _ database: Database) throws {
        let known = "audit IN (SELECT id FROM audit WHERE run = ? AND scenario = ?)"
        try database.execute(sql: "UPDATE leak SET remained = 0 WHERE \(known)", arguments: [run, scenario])
        for leak in remaining {
            try database.execute(
                sql: "UPDATE leak SET remained = 1 WHERE \(known) AND kind = ? AND object = ?",
                arguments: [run, scenario, leak.kind, leak.object])
        }
    }

    /// What was left in a run, in the order in which it was found.
    package func leaks(run: UUID) throws -> [StoredLeak] {
        try reading { try Self.leaks(where: "audit.run = ?", try rowID(of: run, $0), $0) }
    }

    /// What a job left, in the order in which it was found.
    package func leaks(job: Int64) throws -> [StoredLeak] {
        try reading { try Self.leaks(where: "leak.job = ?", job, $0) }
    }

    private static func leaks(
        where condition: String, _ argument: Int64, _ database: Database
    ) throws -> [StoredLeak] {
        try database.list(
            """
            SELECT leak.kind, object, leak.bytes, leak.job, attribution, audit.scenario, stage, audit.at_ms, remained,
                job.position
            FROM leak JOIN audit ON audit.id = leak.audit LEFT JOIN job ON job.id = leak.job
            WHERE \(condition) ORDER BY leak.id
            """, [argument]
        ) { row in
            let leak = LeakRecord(
                kind: row[0], object: row[1], bytes: row[2], job: row[3],
                attribution: LeakRecord.Attribution(rawValue: row[4]) ?? .unknown)
            return StoredLeak(
                leak: leak, position: row[9], scenario: row[5],
                stage: AuditRecord.Stage(rawValue: row[6]) ?? .series, at: Date(milliseconds: row[7]), remained: row[8])
        }
    }

    /// How many things of each kind the run's audits found left, also if it was none.
    package func leakTotals(run: UUID) throws -> [LeakTotal] {
        try list(
            run: run,
            """
            SELECT audit.scenario, audit_kind.kind, max(audit_kind.sight = 'hidden'),
                sum((SELECT count(*) FROM leak WHERE leak.audit = audit.id AND leak.kind = audit_kind.kind))
            FROM audit JOIN audit_kind ON audit_kind.audit = audit.id
            WHERE audit.run = ? GROUP BY 1, 2 ORDER BY 1, 2
            """
        ) { LeakTotal(scenario: $0[0], kind: $0[1], isHidden: $0[2], count: $0[3]) }
    }

    /// The audits of a run in the order in which they were taken, without their leaks.
    package func audits(run: UUID) throws -> [StoredAudit] {
        try reading { try Self.audits(where: "run = ?", try rowID(of: run, $0), $0) }
    }

    /// The audit that was taken after a job; nil if there was none.
    package func audit(afterJob job: Int64) throws -> StoredAudit? {
        try reading { try Self.audits(where: "job = ?", job, $0).first }
    }

    private static func audits(
        where condition: String, _ argument: Int64, _ database: Database
    ) throws -> [StoredAudit] {
        let kinds = try database.list(
            """
            SELECT audit, kind, sight, reason, objects FROM audit_kind
            WHERE audit IN (SELECT id FROM audit WHERE \(condition)) ORDER BY audit, kind
            """, [argument]
        ) { row in
            (row[0] as Int64, AuditRecord.Kind(name: row[1], sight: row[2], reason: row[3], count: row[4]))
        }
        let byAudit = Dictionary(grouping: kinds, by: \.0)
        return try database.list(
            "SELECT id, scenario, job, stage, at_ms, inventory_s, waited_s FROM audit WHERE \(condition) ORDER BY id",
            [argument]
        ) { row in
            let record = AuditRecord(
                scenario: row[1], stage: AuditRecord.Stage(rawValue: row[3]) ?? .series,
                at: Date(milliseconds: row[4]), seconds: row[5], waited: row[6],
                kinds: (byAudit[row[0]] ?? []).map(\.1))
            return StoredAudit(job: row[2], record: record)
        }
    }
}
