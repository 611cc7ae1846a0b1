import Foundation
import GRDB
import Model

/// The ledger: a sample of the engine's disk a job.
extension ResultsDatabase {
    /// Adds what the engine's disk held after a job.
    ///
    /// - Throws: `ResultsError`: `rejected` when the job has a sample already, or is not there.
    public func attach(disk: DiskRecord, to job: Int64) throws {
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

    /// The jobs of a run in the order in which they were saved, each with its sample where it has one; empty where no job of
    /// the run has a sample.
    public func samples(run: UUID) throws -> [StoredSample] {
        var samples: [StoredSample] = []
        try forEachSample(run: run) { samples.append($0) }
        return samples
    }

    /// Visits the jobs of a run in the order in which they were saved, each with its sample where it has one, in constant memory;
    /// none where no job of the run has a sample.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    public func forEachSample(run: UUID, _ body: (StoredSample) -> Void) throws {
        try read { database in
            let run = try rowID(of: run, database)
            let hasSamples = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM disk JOIN job ON job.id = disk.job WHERE run = ?)",
                arguments: [run])
            guard hasSamples == true else { return }
            var sizes = try MadeBytesReader(database, run: run)
            var configurations = SharedTexts.configurations
            // Read in the order of the table: by an index each of a million jobs would be looked up.
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT job.id, scenario, configuration, fixture, change_class, weight, warmup, cold, opened_ms,
                        at_ms, image_bytes, container_bytes, volume_bytes, cache_bytes, shared_cache_bytes,
                        filesystem_bytes, baseline_bytes, filesystem_size_bytes, inodes, source, quiet, sample_s, waited_s
                    FROM job LEFT JOIN disk ON disk.job = job.id
                    WHERE +run = ?1
                        AND id BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
                    ORDER BY job.id
                    """,
                arguments: [run])
            while let row = try rows.next() {
                let configuration = try configurations.text(row[2], database)
                body(try StoredSample(row, configuration: configuration, madeBytes: try sizes.made(by: row[0])))
            }
        }
    }

    /// What the remainder of a run's engines consisted of when each was surveyed last, in bytes by part; empty where none was.
    public func remainder(run: UUID) throws -> [RemainderRecord] {
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

extension StoredSample {
    fileprivate init(_ row: Row, configuration: String, madeBytes: Int?) throws {
        let text: String = row[4]
        guard let changeClass = ChangeClass(rawValue: text) else {
            throw ResultsError(
                .damaged, "the database holds the change class `\(text)`, which this Plimsoll does not know")
        }
        self.init(
            job: row[0], scenario: row[1], configuration: configuration, fixture: row[3], changeClass: changeClass,
            weight: row[5], warmup: row[6], cold: row[7], madeBytes: madeBytes, disk: Self.disk(row))
    }

    private static func disk(_ row: Row) -> DiskRecord? {
        guard let opened = row[8] as Int64? else { return nil }
        return DiskRecord(
            openedAt: Date(milliseconds: opened), at: Date(milliseconds: row[9]), images: row[10],
            containers: row[11], volumes: row[12], cache: row[13], sharedCache: row[14], filesystem: row[15],
            baseline: row[16], filesystemSize: row[17], inodes: row[18], source: row[19], quiet: row[20],
            seconds: row[21], waited: row[22])
    }
}
