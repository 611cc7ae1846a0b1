import Foundation
import GRDB
import Model

/// A job that was read back.
package struct StoredJob: Sendable, Equatable, Identifiable {
    /// Its id in this database: `job` in the views.
    package var id: Int64
    /// What was measured. Times of day come back to the millisecond.
    package var record: JobRecord
    /// How its build's steps fared; nil unless asked for with `JobParts.stepCounts`.
    package var stepCounts: StepCounts?

    /// A job under its id.
    package init(id: Int64, record: JobRecord, stepCounts: StepCounts? = nil) {
        self.id = id
        self.record = record
        self.stepCounts = stepCounts
    }
}

/// The steps of one build, counted.
package struct StepCounts: Sendable, Equatable {
    /// Those that can come from the cache.
    package var cacheable: Int
    /// Those of them that did.
    package var cached: Int

    /// Counts that were made elsewhere.
    package init(cacheable: Int = 0, cached: Int = 0) {
        self.cacheable = cacheable
        self.cached = cached
    }
}

/// What to read of a job beside its own figures.
package struct JobParts: OptionSet, Sendable {
    /// One bit a part.
    package let rawValue: Int

    /// The parts whose bits are set.
    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// The build's steps: about ten times as many rows as jobs.
    package static let steps = JobParts(rawValue: 1)
    /// Only how many of the steps could come from the cache, and did: counted by the database, several times faster.
    package static let stepCounts = JobParts(rawValue: 2)
}

/// Jobs, read back in the order in which they were saved.
extension ResultsDatabase {
    /// How many jobs are read in one transaction.
    private static let pageSize = 1000

    /// All jobs of a run, in the order in which they were saved. Steps are read only when asked for.
    package func jobs(run: UUID, including parts: JobParts = []) throws -> [StoredJob] {
        var jobs: [StoredJob] = []
        try forEachPage(run: run, including: parts) { jobs += $0 }
        return jobs
    }

    /// Visits the jobs of a run in the order in which they were saved, in constant memory.
    ///
    /// The database is free while `body` runs: `body` may use it, and sees each job as it was when its page was read.
    /// - Throws: `ResultsError`, or what `body` throws.
    package func forEachJob(
        run: UUID, including parts: JobParts = [], _ body: (StoredJob) throws -> Void
    ) throws {
        try forEachPage(run: run, including: parts) { try $0.forEach(body) }
    }

    private func forEachPage(run: UUID, including parts: JobParts, _ body: ([StoredJob]) throws -> Void) throws {
        let run = try read { try rowID(of: run, $0) }
        var reader = JobReader()
        var last: Int64 = 0
        while true {
            let page = try read {
                try reader.page($0, run: run, after: last, limit: Self.pageSize, including: parts)
            }
            try body(page)
            guard page.count == Self.pageSize, let end = page.last?.id else { return }
            last = end
        }
    }
}

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

/// Reads the steps of a page of jobs in one go: both are ordered by the job's id, so they are merged as they come.
struct StepReader {
    private var instructions = SharedTexts.instructions

    mutating func addSteps(to jobs: inout [StoredJob], _ database: Database) throws {
        guard let first = jobs.first?.id, let last = jobs.last?.id else { return }
        let statement = try database.cachedStatement(
            sql: """
                SELECT job, ordinal, instruction, cacheable, cached, started_ms, duration_s, miss_reason, error, bytes
                FROM step WHERE job BETWEEN ? AND ? ORDER BY job, ordinal
                """)
        let rows = try Row.fetchCursor(statement, arguments: [first, last])
        var index = 0
        while let row = try rows.next() {
            let job: Int64 = row[0]
            while index < jobs.count - 1, jobs[index].id < job { index += 1 }
            // A job of another run that was saved in between.
            guard jobs[index].id == job else { continue }
            let started: Int64? = row[5]
            jobs[index].record.steps.append(
                StepRecord(
                    ordinal: row[1], instruction: try instructions.text(row[2], database), cacheable: row[3],
                    cached: row[4], startedAt: started.map(Date.init(milliseconds:)), duration: row[6],
                    missReason: try missReason(row), error: row[8], bytes: row[9]))
        }
    }

    private func missReason(_ row: Row) throws -> MissReason? {
        guard let text: String = row[7] else { return nil }
        guard let reason = MissReason(rawValue: text) else {
            let job: Int64 = row[0]
            throw ResultsError(
                .damaged,
                "a step of job \(job) missed for `\(text)`, a reason that Plimsoll does not know: "
                    + "a newer version may have written it")
        }
        return reason
    }

    func addCounts(to jobs: inout [StoredJob], _ database: Database) throws {
        guard let first = jobs.first?.id, let last = jobs.last?.id else { return }
        for index in jobs.indices { jobs[index].stepCounts = StepCounts() }
        let statement = try database.cachedStatement(
            sql: """
                SELECT job, sum(cacheable), sum(cacheable AND cached) FROM step WHERE job BETWEEN ? AND ?
                GROUP BY job ORDER BY job
                """)
        let rows = try Row.fetchCursor(statement, arguments: [first, last])
        var index = 0
        while let row = try rows.next() {
            let job: Int64 = row[0]
            while index < jobs.count - 1, jobs[index].id < job { index += 1 }
            guard jobs[index].id == job else { continue }
            jobs[index].stepCounts = StepCounts(cacheable: row[1], cached: row[2])
        }
    }
}
