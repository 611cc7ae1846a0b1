import Foundation
import GRDB
import Model

/// The ledger: a sample of the engine's disk per job.
extension ResultsDatabase {
    /// Adds what the engine's disk held after a job.
    /// - Throws: `ResultsError`: `rejected` if the job has a sample already, or does not exist.
    package func attach(disk: DiskRecord, to job: Int64) throws {
        try writing { database in
            try database.insert(
                into: "disk",
                [
                    "job": job, "opened_ms": disk.openedAt.milliseconds, "at_ms": disk.at.milliseconds,
                    "image_bytes": disk.images, "container_bytes": disk.containers, "volume_bytes": disk.volumes,
                    "cache_bytes": disk.cache, "shared_cache_bytes": disk.sharedCache,
                    "filesystem_bytes": disk.filesystem, "baseline_bytes": disk.baseline,
                    "filesystem_size_bytes": disk.filesystemSize, "inodes": disk.inodes, "source": disk.source,
                    "quiet": disk.quiet, "sample_s": disk.seconds, "waited_s": disk.waited,
                ])
        }
    }

    /// Whether some job of a run has a sample.
    package func hasLedger(run: UUID) throws -> Bool {
        try reading { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM disk JOIN job ON job.id = disk.job WHERE run = ?)",
                arguments: [try rowID(of: run, database)]) ?? false
        }
    }

    /// The unaccounted bytes of a run's engines by part, each engine as surveyed last; empty if none was surveyed.
    package func remainder(run: UUID) throws -> [RemainderRecord] {
        let prefix = PointRecord.remainderPrefix
        return try list(
            run: run,
            """
            SELECT substr(series.name, ?2 + 1), point.at_ms, point.value FROM point
            JOIN series ON series.id = point.series
            WHERE series.run = ?1 AND substr(series.name, 1, ?2) = ?3 AND point.at_ms = (
                SELECT max(latest.at_ms) FROM point AS latest WHERE latest.series = point.series)
            ORDER BY series.id
            """, [prefix.count, prefix]
        ) { row in
            let (part, configuration) = PointRecord.remainderPart(row[0])
            let bytes: Double = row[2]
            return RemainderRecord(
                part: part, bytes: Int(bytes), at: Date(milliseconds: row[1]), configuration: configuration)
        }
    }
}
