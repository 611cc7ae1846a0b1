import Foundation
import GRDB
import Model

/// Turns rows into job records, column by column: decoding by name or through Codable is several times slower.
struct JobReader {
    private var configurations = SharedTexts.configurations
    private var steps = StepReader()

    /// The next jobs of a run after the one with id `last`, at most `limit`.
    mutating func page(
        _ database: Database, run: Int64, after last: Int64, limit: Int, including parts: JobParts
    ) throws -> [StoredJob] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT job.id, scenario, configuration, fixture, revision, change_class, weight, executor, position, round,
                    warmup, cold, job.outcome, started_ms, queued_s, wall_s, context_s, build_s, run_s, artifacts_s,
                    cleanup_s, command_s, job.exit_status, failed_phase, job.failure, job.output_tail, context_bytes,
                    context_entries, artifact_bytes, own_cpu_s, own_wall_s, requests,
                    direct_order, direct_s, direct_run.exit_status, \(Schema.directOutcome),
                    direct_run.failure, direct_run.output_tail, cleanup_failure
                FROM job LEFT JOIN direct_run ON direct_run.job = job.id
                WHERE run = ? AND job.id > ? ORDER BY job.id LIMIT ?
                """)
        var jobs: [StoredJob] = []
        jobs.reserveCapacity(limit)
        let rows = try Row.fetchCursor(statement, arguments: [run, last, limit])
        while let row = try rows.next() {
            jobs.append(StoredJob(id: row[0], record: try record(row, database)))
        }
        if parts.contains(.steps) {
            try steps.addSteps(to: &jobs, database)
        }
        if parts.contains(.stepCounts) {
            try steps.addCounts(to: &jobs, database)
        }
        return jobs
    }

    private mutating func record(_ row: Row, _ database: Database) throws -> JobRecord {
        var record = JobRecord(
            scenario: row[1], configuration: try configurations.text(row[2], database), fixture: row[3],
            revision: row[4], changeClass: try value(row, 5), weight: row[6], executor: row[7], position: row[8],
            round: row[9], warmup: row[10], cold: row[11], outcome: try value(row, 12),
            startedAt: Date(milliseconds: row[13]))
        record.queued = row[14]
        record.wall = row[15]
        record.phases.reserveCapacity(Phase.allCases.count)
        for (offset, phase) in Phase.allCases.enumerated() {
            if let seconds: Double = row[16 + offset] { record.phases[phase] = seconds }
        }
        record.command = row[21]
        record.exitStatus = row[22]
        if let message: String = row[24] {
            let phase: String? = row[23]
            let tail: String? = row[25]
            record.failure = Failure(
                phase: phase.flatMap(Phase.init(rawValue:)), message: message,
                outputTail: try tail.map { try JSONText.decode([String].self, from: $0, column: "job.output_tail") }
                    ?? [])
        }
        if let message: String = row[38] { record.cleanupFailure = Failure(phase: .cleanup, message: message) }
        record.contextBytes = row[26]
        record.contextEntries = row[27]
        record.artifactBytes = row[28]
        record.own = OwnCost(processor: row[29], outsideRequests: row[30], requests: row[31])
        let order: String? = row[32]
        if order != nil { record.direct = try direct(row) }
        return record
    }

    private func direct(_ row: Row) throws -> DirectRecord {
        let tail: String? = row[37]
        return DirectRecord(
            order: try value(row, 32), end: try value(row, 35), seconds: row[33], exitStatus: row[34], message: row[36],
            outputTail: try tail.map {
                try JSONText.decode([String].self, from: $0, column: "direct_run.output_tail")
            } ?? [])
    }

    private func value<Value: RawRepresentable<String>>(_ row: Row, _ column: Int) throws -> Value {
        let text: String = row[column]
        guard let value = Value(rawValue: text) else {
            let id: Int64 = row[0]
            throw ResultsError(
                .damaged,
                "job \(id) has `\(text)` where Plimsoll knows no such \(Value.self): "
                    + "a newer version may have written it")
        }
        return value
    }
}
