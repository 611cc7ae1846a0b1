import Foundation
import GRDB
import Model

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
