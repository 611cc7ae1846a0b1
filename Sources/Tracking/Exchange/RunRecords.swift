import Foundation
import GRDB

/// Reads the records of runs out of a database one by one, in an order that is the same in every database that holds them.
///
/// Rows are named by what they are (a job by its scenario and position), not by ids, which differ from database to database.
struct RunRecords {
    /// A run by its row.
    struct Found {
        let id: Int64
        let uuid: String
    }

    let database: Database
    let tables: ExchangeTables

    init(_ database: Database) throws {
        self.database = database
        tables = try ExchangeTables(database)
    }

    /// All runs, or one, the oldest first.
    func runs(only run: UUID? = nil) throws -> [Found] {
        let condition = run == nil ? "" : "WHERE uuid = ?"
        var arguments = StatementArguments()
        if let run { arguments = [run.uuidString] }
        return try Row.fetchAll(
            database, sql: "SELECT id, uuid FROM run \(condition) ORDER BY started_ms, uuid", arguments: arguments
        ).map { Found(id: $0[0], uuid: $0[1]) }
    }

    /// A run's first record: itself, its scenarios, what its worker had to offer, and how many jobs follow.
    func run(_ id: Int64) throws -> ExchangeObject {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT \(tables.run.list) FROM run WHERE id = ?", arguments: [id])
        else { return ExchangeObject() }
        let jobs = try Int64.fetchOne(database, sql: "SELECT count(*) FROM job WHERE run = ?", arguments: [id]) ?? 0
        var members = [ExchangeObject.Member("kind", .text("run"))] + tables.run.members(row, from: 0)
        members.append(.init("jobs", .integer(jobs)))
        members.append(.init("scenarios", try list(tables.scenario, "run = ? ORDER BY ordinal, name", id)))
        members.append(
            .init("requirements", try list(tables.requirement, "run = ? ORDER BY ordinal, area, name", id)))
        return ExchangeObject(members)
    }

    /// The records that follow a run's first: its jobs, points, audits and verdicts.
    func forEach(of run: Int64, _ body: (ExchangeObject) throws -> Void) throws {
        try forEachJob(of: run, body)
        try forEachPoint(of: run, body)
        try forEachAudit(of: run, body)
        try forEachVerdict(of: run, body)
    }

    /// A run's verdicts, by question.
    func forEachVerdict(of run: Int64, _ body: (ExchangeObject) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT \(tables.verdict.list) FROM verdict WHERE run = ? ORDER BY question",
            arguments: [run])
        while let row = try rows.next() {
            let kind = ExchangeObject.Member("kind", .text("verdict"))
            try body(ExchangeObject([kind] + tables.verdict.members(row, from: 0)))
        }
    }

    /// The rows of a table that belong to one row of another, as a list of objects.
    func list(_ table: ExchangeTable, _ condition: String, _ owner: Int64) throws -> ExchangeValue {
        let statement = try database.cachedStatement(
            sql: "SELECT \(table.list) FROM \(table.name) WHERE \(condition)")
        return .list(
            try Row.fetchAll(statement, arguments: [owner]).map { .object(ExchangeObject(table.members($0, from: 0))) })
    }

    /// The job that something belongs to, by its scenario and position; null where it belongs to none.
    func job(_ row: Row, from start: Int) -> ExchangeObject.Member {
        guard let scenario: String = row[start], let position: Int64 = row[start + 1] else {
            return .init("job", .null)
        }
        return .init(
            "job", .object(ExchangeObject([.init("scenario", .text(scenario)), .init("position", .integer(position))])))
    }
}
