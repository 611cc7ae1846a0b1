import Foundation
import GRDB
import Model

/// Reads jobs column by column in the order of the table, with what was asked for of other tables merged in.
struct JobReader {
    /// How many columns every job is read with.
    private static let columnCount: Int32 = 33

    /// - Parameter more: further columns, of the job and its sample of the disk.
    private static func sql(_ selection: JobSelection, _ more: [String]) -> String {
        """
        SELECT job.id, scenario, configuration, fixture, change_class, job.outcome, weight, position, round, executor,
            warmup, cold, started_ms, queued_s, wall_s, command_s, context_s, build_s, run_s, artifacts_s, cleanup_s,
            own_cpu_s, own_wall_s, requests, failed_phase, job.failure, cleanup_failure, direct_order, direct_s,
            direct_run.exit_status, \(Schema.directOutcome),
            change_name, command_clock IS '\(CommandClock.startEvent.rawValue)'
            \(more.map { ", \($0)" }.joined())
        FROM job LEFT JOIN direct_run ON direct_run.job = job.id
            \(more.isEmpty ? "" : "LEFT JOIN disk ON disk.job = job.id")
        WHERE \(selection.jobs) ORDER BY job.id
        """
    }

    private let rows: RowCursor
    private let row: StatementColumns
    private var cells = Cells()
    private var steps: StepReader?
    private var disk: MergedRows?
    private var points: MergedRows?
    private var details: MergedRows?
    private var metrics: MetricReader?

    init(_ database: Database, _ selection: JobSelection, including parts: [JobPart], isTallying: Bool = false) throws {
        var (keepsSteps, keepsMade, readsSteps) = (false, false, false)
        for part in parts {
            switch part {
            case .steps: (keepsSteps, readsSteps) = (true, true)
            case .made: (keepsMade, readsSteps) = (true, true)
            case .stepCounts: readsSteps = true
            case .disk: disk = try MergedRows(Self.diskSQL(selection), selection, database)
            case .metrics(let list): metrics = try MetricReader(list, from: Self.columnCount, selection, database)
            case .points(let names):
                points = try MergedRows(Self.pointSQL(selection, names), selection, names: names, database)
            case .details: details = try MergedRows(JobDetails.sql(selection), selection, database)
            }
        }
        if readsSteps {
            steps = try StepReader(
                database, selection, keepsSteps: keepsSteps, keepsMade: keepsMade, isTallying: isTallying)
        }
        let statement = try database.makeStatement(sql: Self.sql(selection, metrics?.columns ?? []))
        rows = try Row.fetchCursor(statement, arguments: selection.arguments)
        row = StatementColumns(statement)
    }

    /// The next job; nil after the last.
    mutating func next(_ database: Database) throws -> Job? {
        guard try rows.next() != nil else { return nil }
        let id = row.integer(0)
        var job = Job(
            id: id, cell: try cells.cell(row, database), weight: row.double(6), executor: Int(row.integer(9)),
            position: Int(row.integer(7)), round: Int(row.integer(8)), warmup: row.flag(10), cold: row.flag(11),
            outcome: try row.word(5, of: id), startedAt: Date(milliseconds: row.integer(12)))
        job.queued = row.double(13)
        job.wall = row.optionalDouble(14)
        job.command = row.optionalDouble(15)
        job.commandClock = row.flag(32) ? .startEvent : .engineState
        job[.context] = row.optionalDouble(16)
        job[.build] = row.optionalDouble(17)
        job[.run] = row.optionalDouble(18)
        job[.artifacts] = row.optionalDouble(19)
        job[.cleanup] = row.optionalDouble(20)
        job.own = OwnCost(processor: row.double(21), outsideRequests: row.double(22), requests: Int(row.integer(23)))
        if !(row.isNull(25) && row.isNull(26) && row.isNull(27) && row.isNull(31)) { job.rarities = try rarities(id) }
        try readParts(&job, database)
        return job
    }

    /// The cacheable steps that did not fail, counted by all that a cache analysis considers.
    func tallies(_ database: Database) throws -> [StepTally] { try steps?.tallies(database) ?? [] }

    private func rarities(_ job: Int64) throws -> Job.Rarities {
        var rarities = Job.Rarities()
        if let message = row.optionalText(25) {
            rarities.failure = Failure(phase: row.optionalText(24).flatMap(Phase.init(rawValue:)), message: message)
        }
        rarities.cleanupFailure = row.optionalText(26)
        if !row.isNull(27) {
            rarities.direct = DirectRecord(
                order: try row.word(27, of: job), end: try row.word(30, of: job), seconds: row.optionalDouble(28),
                exitStatus: row.optionalInteger(29))
        }
        rarities.change = row.optionalText(31)
        return rarities
    }

    private mutating func readParts(_ job: inout Job, _ database: Database) throws {
        var parts = Job.Parts()
        var hasParts = try steps?.read(&job, &parts, database) ?? false
        if try disk?.isAt(job.id) == true, let row = disk?.row {
            parts.disk = Self.diskRecord(row)
            hasParts = true
        }
        while try points?.isAt(job.id) == true, let row = points?.row {
            parts.points.append((row.text(1), row.double(2)))
            hasParts = true
            try points?.advance()
        }
        if try details?.isAt(job.id) == true, let row = details?.row {
            parts.details = try JobDetails(row)
            hasParts = true
        }
        if let values = try metrics?.values(row, of: job.id) {
            parts.metrics = values
            hasParts = true
        }
        if hasParts { job.parts = parts }
    }
}

/// The cells of a run's jobs, numbered in the order in which they come first.
struct Cells {
    private struct Key: Hashable {
        var scenario: String
        var configuration: Int64
        var fixture: String
        var changeClass: String
    }

    private var known: [Key: Cell] = [:]
    private var configurations = StoredConfigurations()

    /// The cell of a row that begins with the job's id, scenario, configuration, fixture and change class.
    mutating func cell(_ row: StatementColumns, _ database: Database) throws -> Cell {
        let key = Key(
            scenario: row.text(1), configuration: row.integer(2), fixture: row.text(3), changeClass: row.text(4))
        if let cell = known[key] { return cell }
        let (name, factors) = try configurations.configuration(key.configuration, database)
        let cell = Cell(
            scenario: key.scenario, configuration: name, factors: factors, fixture: key.fixture,
            changeClass: try row.word(4, of: row.integer(0)), number: known.count)
        known[key] = cell
        return cell
    }
}

/// Rows of other tables.
extension JobReader {
    static let diskColumns = """
        job, opened_ms, at_ms, image_bytes, container_bytes, volume_bytes, cache_bytes, shared_cache_bytes,
            filesystem_bytes, baseline_bytes, filesystem_size_bytes, inodes, source, quiet, sample_s, waited_s
        """

    private static func diskSQL(_ selection: JobSelection) -> String {
        "SELECT \(diskColumns) FROM disk WHERE \(selection.includes("job")) ORDER BY job"
    }

    /// The sample in a row of `diskColumns`.
    static func diskRecord(_ row: StatementColumns) -> DiskRecord {
        func bytes(_ column: Int32) -> Int { Int(row.integer(column)) }
        return DiskRecord(
            openedAt: Date(milliseconds: row.integer(1)), at: Date(milliseconds: row.integer(2)), images: bytes(3),
            containers: bytes(4), volumes: bytes(5), cache: bytes(6), sharedCache: bytes(7),
            filesystem: row.optionalInteger(8), baseline: row.optionalInteger(9),
            filesystemSize: row.optionalInteger(10), inodes: row.optionalInteger(11), source: row.text(12),
            quiet: row.flag(13), seconds: row.double(14), waited: row.double(15))
    }

    private static func pointSQL(_ selection: JobSelection, _ names: [String]) -> String {
        let condition =
            switch selection {
            case .run, .rounds: "series.run = ?1 AND point.job IS NOT NULL"
            case .ids: selection.includes("point.job")
            }
        return """
            SELECT point.job, series.name, point.value FROM series JOIN point ON point.series = series.id
            WHERE \(condition) AND series.name IN (\(names.map { _ in "?" }.joined(separator: ", ")))
            ORDER BY point.job, point.at_ms, point.rowid
            """
    }
}
