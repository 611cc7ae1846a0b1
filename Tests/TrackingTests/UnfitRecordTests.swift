import Foundation
import GRDB
import Model
import Testing

@testable import Store
@testable import Tracking

/// What a database may hold, and an export cannot.
struct UnfitRecordTests {
    private func planted(_ change: (Database) throws -> Void) throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        try PlantedRecords().plant(in: database)
        try database.writing(change)
        return database
    }

    private func refusal(_ database: ResultsDatabase) -> ExportError? {
        #expect(throws: ExportError.self) { try Exchange.export(.ndjson, database) }
    }

    /// JSON knows no infinity, and what no import would take is not written.
    @Test func aNumberThatIsNotFiniteIsRefusedWithItsPlace() throws {
        let changes = [
            (
                "UPDATE point SET value = 9e999 WHERE value = 1e300",
                "a record `point` (cached bytes, byte, job 0 of overhead): `value` is inf"
            ),
            (
                "UPDATE step SET duration_s = -9e999 WHERE ordinal = 1",
                "a record `job` (builder=buildkit, job 0 of overhead): `steps[1].duration_s` is -inf"
            ),
            ("UPDATE direct_run SET direct_s = 9e999", "): `direct_run.direct_s` is inf"),
            ("UPDATE verdict SET low = 9e999", "a record `verdict`: `low` is inf"),
        ]
        for (sql, complaint) in changes {
            let error = try #require(refusal(try planted { try $0.execute(sql: sql) }))
            #expect(error.code == .unfit && !error.isUsage)
            #expect(error.message.contains(complaint + ", which JSON cannot hold"), "\(error)")
            #expect(error.message.contains(PlantedRecords().id.uuidString))
        }
    }

    /// A database is taken as it is.
    @Test func aDatabaseWithSuchANumberIsImported() throws {
        try Exchange.withFolder { folder in
            let path = folder + "/other.sqlite"
            let other = try ResultsDatabase.open(path: path, access: .readWrite)
            try PlantedRecords().plant(in: other)
            try other.writing { try $0.execute(sql: "UPDATE point SET value = 9e999 WHERE value = 1e300") }
            try other.close()
            var work = ResultsImport(into: try ResultsDatabase.inMemory())
            try work.take(path: path)
            #expect(work.summary.new == 1)
        }
    }

    /// The schema demands the texts: somebody changed it.
    @Test func aMissingSharedTextIsAnError() throws {
        for (table, column, lacking) in [
            ("configuration", "name", "configuration"), ("instruction", "text", "instruction"),
        ] {
            try Exchange.withFolder { folder in
                let path = folder + "/doctored.sqlite"
                let other = try ResultsDatabase.open(path: path, access: .readWrite)
                try PlantedRecords().plant(in: other)
                try other.writing { database in
                    try database.execute(
                        sql: """
                            PRAGMA writable_schema = ON;
                            UPDATE sqlite_master SET sql = replace(sql, '\(column) TEXT NOT NULL', '\(column) TEXT')
                            WHERE name = '\(table)';
                            PRAGMA writable_schema = RESET;
                            UPDATE \(table) SET \(column) = NULL;
                            """)
                }
                let words = "the record lacks `\(lacking)`, expected a text"
                #expect(refusal(other)?.message.contains(words) == true)
                try other.close()
                var work = ResultsImport(into: try ResultsDatabase.inMemory())
                let error = #expect(throws: ImportError.self) { try work.take(path: path) }
                #expect(error?.code == .damaged && error?.message.contains(words) == true)
            }
        }
    }

    /// In figures such a point counts as little as in comparisons.
    @Test func figuresLeaveItOut() throws {
        let database = try planted { try $0.execute(sql: "UPDATE point SET value = 9e999 WHERE value = 1e300") }
        let cached = Metric("cached bytes", unit: "byte", .lower, export: .init("cached", "Bytes"))
        let table = MetricTable.standard + [cached]
        let text = try Exchange.export(.bmf, database, metrics: table)
        #expect(text.contains("\"cached\"") && !text.contains("inf"))
    }
}
