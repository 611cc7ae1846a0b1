import Foundation
import GRDB
import Model

/// Jobs, read back in the order in which they were saved.
extension ResultsDatabase {
    /// How many jobs are read in one transaction.
    private static let pageSize = 1000

    /// All jobs of a run, in the order in which they were saved. Steps are read only when asked for.
    public func jobs(run: UUID, including parts: JobParts = []) throws -> [StoredJob] {
        var jobs: [StoredJob] = []
        try forEachPage(run: run, including: parts) { jobs += $0 }
        return jobs
    }

    /// Visits the jobs of a run in the order in which they were saved, in constant memory.
    ///
    /// The database is free while `body` runs: `body` may use it, and sees each job as it was when its page was read.
    /// - Throws: `ResultsError`, or what `body` throws.
    public func forEachJob(
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
