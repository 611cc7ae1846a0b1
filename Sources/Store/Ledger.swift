import Foundation
import GRDB
import Model

/// A job as the account of the disk sees it.
package struct StoredSample: Sendable, Equatable {
    /// The job's id in this database.
    package var job: Int64
    /// The job's scenario.
    package var scenario: String
    /// The job's configuration.
    package var configuration: String
    /// The job's fixture.
    package var fixture: String
    /// What its revision changed.
    package var changeClass: ChangeClass
    /// How much it counts when the trace is weighted back to its population.
    package var weight: Double
    /// Whether it only warmed the worker.
    package var warmup: Bool
    /// Whether it was told to build without the cache.
    package var cold: Bool
    /// The layers that its build made anew, in bytes; nil where the engine did not tell.
    package var madeBytes: Int?
    /// What the disk held after it; nil where there is no sample.
    package var disk: DiskRecord?

    /// A value of these parts.
    package init(
        job: Int64, scenario: String, configuration: String, fixture: String, changeClass: ChangeClass, weight: Double,
        warmup: Bool, cold: Bool, madeBytes: Int? = nil, disk: DiskRecord? = nil
    ) {
        self.job = job
        self.scenario = scenario
        self.configuration = configuration
        self.fixture = fixture
        self.changeClass = changeClass
        self.weight = weight
        self.warmup = warmup
        self.cold = cold
        self.madeBytes = madeBytes
        self.disk = disk
    }
}

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

    /// The jobs of a run in the order in which they were saved, each with its sample where it has one; empty where no job of
    /// the run has a sample.
    package func samples(run: UUID) throws -> [StoredSample] {
        var samples: [StoredSample] = []
        try forEachSample(run: run) { samples.append($0) }
        return samples
    }

    /// Visits the jobs of a run in the order in which they were saved, each with its sample where it has one, in constant memory;
    /// none where no job of the run has a sample.
    ///
    /// `body` runs inside one reading transaction and must not use the database.
    package func forEachSample(run: UUID, _ body: (StoredSample) -> Void) throws {
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

/// What each job's build made anew, added up as the jobs come: both are ordered by the job's id, so they are merged.
struct MadeBytesReader {
    /// Its only argument is the run's row id; steps of other runs' jobs may lie between.
    private static let sql = """
        SELECT job, sum(CASE WHEN cacheable AND NOT cached THEN bytes END), count(bytes) FROM step
        WHERE job BETWEEN (SELECT min(id) FROM job WHERE run = ?1) AND (SELECT max(id) FROM job WHERE run = ?1)
        GROUP BY job ORDER BY job
        """

    private let rows: RowCursor
    /// What was read and belongs to a job that has not come yet.
    private var waiting: (job: Int64, made: Int?, told: Int)?

    init(_ database: Database, run: Int64) throws {
        rows = try Row.fetchCursor(database, sql: Self.sql, arguments: [run])
        try advance()
    }

    /// The layers that a job's build made, in bytes; nil where the engine told no size. Jobs must come in the order of their ids.
    mutating func made(by job: Int64) throws -> Int? {
        while let next = waiting, next.job < job { try advance() }
        // A job of which every step came from the cache made nothing; one whose engine told no size is not known.
        guard let found = waiting, found.job == job, found.told > 0 else { return nil }
        return found.made ?? 0
    }

    private mutating func advance() throws {
        guard let row = try rows.next() else {
            waiting = nil
            return
        }
        let job: Int64 = row[0]
        let made: Int? = row[1]
        let told: Int = row[2]
        waiting = (job: job, made: made, told: told)
    }
}
