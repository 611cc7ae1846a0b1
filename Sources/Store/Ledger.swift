import Foundation
import GRDB
import Model

/// The ledger: a sample of the engine's disk a job.
extension ResultsDatabase {
    /// Adds what the engine's disk held after a job.
    ///
    /// - Throws: `ResultsError`: `rejected` when the job has a sample already, or is not there.
    package func attach(disk: DiskRecord, to job: Int64) throws {
        try write { database in
            try database.cachedStatement(
                sql: """
                    INSERT INTO disk (job, opened_ms, at_ms, image_bytes, container_bytes, volume_bytes, cache_bytes,
                        shared_cache_bytes, filesystem_bytes, baseline_bytes, filesystem_size_bytes, inodes, source, quiet,
                        sample_s, waited_s)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                job, disk.openedAt.milliseconds, disk.at.milliseconds, disk.images, disk.containers, disk.volumes,
                disk.cache, disk.sharedCache, disk.filesystem, disk.baseline, disk.filesystemSize, disk.inodes,
                disk.source, disk.quiet, disk.seconds, disk.waited,
            ])
        }
    }

    /// Whether some job of a run has a sample.
    package func hasLedger(run: UUID) throws -> Bool {
        try read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM disk JOIN job ON job.id = disk.job WHERE run = ?)",
                arguments: [try rowID(of: run, database)]) ?? false
        }
    }

    /// What the remainder of a run's engines consisted of when each was surveyed last, in bytes by part; empty where none was.
    package func remainder(run: UUID) throws -> [RemainderRecord] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT substr(series.name, ?), point.at_ms, point.value FROM point
                    JOIN series ON series.id = point.series
                    WHERE series.run = ? AND substr(series.name, 1, ?) = ? AND point.at_ms = (
                        SELECT max(latest.at_ms) FROM point AS latest WHERE latest.series = point.series)
                    ORDER BY series.id
                    """,
                arguments: [
                    PointRecord.remainderPrefix.count + 1, try rowID(of: run, database),
                    PointRecord.remainderPrefix.count, PointRecord.remainderPrefix,
                ])
            var parts: [RemainderRecord] = []
            while let row = try rows.next() {
                let bytes: Double = row[2]
                let (part, configuration) = PointRecord.remainderPart(row[0])
                parts.append(
                    RemainderRecord(
                        part: part, bytes: Int(bytes), at: Date(milliseconds: row[1]), configuration: configuration))
            }
            return parts
        }
    }
}
