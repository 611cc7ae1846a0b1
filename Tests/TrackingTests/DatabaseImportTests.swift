import Foundation
import GRDB
import Testing

@testable import Store
@testable import Tracking

/// Databases of other machines, imported as they are.
@Suite struct DatabaseImportTests {
    @Test func anotherDatabaseIsMergedAndNotChanged() throws {
        try Exchange.withFolder { folder in
            let path = folder + "/other.sqlite"
            let other = try ResultsDatabase.open(path: path, access: .readWrite)
            try PlantedRecords().plant(in: other)
            let text = try Exchange.export(.ndjson, other)
            try other.close()
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))

            let target = try ResultsDatabase.inMemory()
            var work = ResultsImport(into: target)
            try work.take(path: path)
            #expect(work.summary.new == 1)
            #expect(try Exchange.export(.ndjson, target) == text)
            try work.take(path: path)
            #expect(work.summary.new == 1 && work.summary.known == 1)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
        }
    }

    @Test func anOlderDatabaseIsBroughtUpToDateInACopy() throws {
        try Exchange.withFolder { folder in
            let path = folder + "/older.sqlite"
            var configuration = Configuration()
            configuration.journalMode = .wal
            let older = try DatabaseQueue(path: path, configuration: configuration)
            try older.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            }
            try Schema.migrator.migrate(older, upTo: "1 runs, jobs, steps, series, verdicts")
            try older.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO run (uuid, tool_version, tool_commit, command_line, profile, seed, plan_hash,
                            planned_jobs, started_ms, engine, host)
                        VALUES ('0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0', '0.0.1', 'old', '[]', 'quick', '1', 'plan', 0, 1,
                            '{}', '{}')
                        """)
            }
            try older.close()

            let target = try ResultsDatabase.inMemory()
            var work = ResultsImport(into: target)
            try work.take(path: path)
            #expect(work.summary.new == 1)
            #expect(try target.runs().map(\.record.toolVersion) == ["0.0.1"])
            let again = try DatabaseQueue(path: path)
            #expect(try again.read { try Schema.Identity($0).version } == 1)
        }
    }

    @Test func aNewerAForeignAndItsOwnDatabaseAreRefused() throws {
        try Exchange.withFolder { folder in
            let newer = folder + "/newer.sqlite"
            let own = try ResultsDatabase.open(path: folder + "/own.sqlite", access: .readWrite)
            try ResultsDatabase.open(path: newer, access: .readWrite).close()
            try DatabaseQueue(path: newer).write { try $0.execute(sql: "PRAGMA user_version = 99") }
            let foreign = folder + "/foreign.sqlite"
            try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE cat (name TEXT)") }

            var work = ResultsImport(into: own)
            let first = #expect(throws: ResultsError.self) { try work.take(path: newer) }
            #expect(first?.code == .newer)
            let second = #expect(throws: ResultsError.self) { try work.take(path: foreign) }
            #expect(second?.code == .notOurs)
            #expect(throws: ImportError.self) { try work.take(path: folder + "/own.sqlite") }
            #expect(work.summary == ImportSummary())
        }
    }
}
