import Foundation
import GRDB
import Model

@testable import Store
@testable import Tracking

/// Exports to texts, imports from them.
enum Exchange {
    static func export(
        _ format: ExportFormat, _ database: ResultsDatabase, run: UUID? = nil, view: String = "job_view",
        metrics: MetricTable = .standard
    ) throws -> String {
        let collected = Collected()
        var sink = ExportSink { collected.bytes += $0 }
        let export = ResultsExport(format: format, run: run, view: view, tool: "0.1.0", metrics: metrics)
        try export.write(database, to: &sink)
        return String(decoding: collected.bytes, as: UTF8.self)
    }

    /// All records of a database with one planted run in it.
    static func planted(_ records: PlantedRecords = PlantedRecords()) throws -> String {
        let database = try ResultsDatabase.inMemory()
        try records.plant(in: database)
        return try export(.ndjson, database)
    }

    @discardableResult
    static func take(_ text: String, into database: ResultsDatabase) throws -> ImportSummary {
        try withFile(text) { path in
            var work = ResultsImport(into: database)
            try work.take(path: path)
            return work.summary
        }
    }

    /// What an import of a text complains of, with `FILE` in place of its path; nil where it does not.
    static func complaint(_ text: String, into database: ResultsDatabase) throws -> String? {
        try refusal(text, into: database)?.description
    }

    /// The same with its code.
    static func refusal(_ text: String, into database: ResultsDatabase) throws -> ImportError? {
        try withFile(text) { path in
            var work = ResultsImport(into: database)
            do {
                try work.take(path: path)
                return nil
            } catch var error as ImportError {
                error.place = error.place.replacingOccurrences(of: path, with: "FILE")
                error.message = error.message.replacingOccurrences(of: path, with: "FILE")
                return error
            }
        }
    }

    static func withFile<Value>(_ text: String, _ body: (String) throws -> Value) throws -> Value {
        try withFolder { folder in
            let path = folder + "/export"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return try body(path)
        }
    }

    /// A folder that is gone afterwards.
    static func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
        let folder = NSTemporaryDirectory() + "/plimsoll exchänge-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    /// How many rows each table has.
    static func rows(_ database: ResultsDatabase) throws -> [String: Int] {
        try database.reading { database in
            let tables = try String.fetchAll(
                database,
                sql: """
                    SELECT name FROM sqlite_master
                    WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'grdb_migrations'
                    """)
            var rows: [String: Int] = [:]
            for table in tables {
                rows[table] = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
            }
            return rows
        }
    }

    private final class Collected {
        var bytes: [UInt8] = []
    }
}
