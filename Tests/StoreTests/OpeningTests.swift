import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct OpeningTests {
    @Test func makesTheFolderAndTheSchema() throws {
        try withDatabaseFile { path in
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            func pragma(_ name: String) throws -> String? {
                try database.reading { try String.fetchOne($0, sql: "PRAGMA \(name)") }
            }
            #expect(try pragma("journal_mode") == "wal")
            #expect(try pragma("foreign_keys") == "1")
            #expect(try pragma("synchronous") == "1")
            #expect(try pragma("application_id") == String(Schema.applicationID))
            #expect(try pragma("user_version") == String(Schema.version))
        }
    }

    @Test func openingAgainKeepsWhatIsThere() throws {
        try withDatabaseFile { path in
            let run = Samples.run()
            try ResultsDatabase.open(path: path, access: .readWrite).begin(run)
            #expect(try ResultsDatabase.open(path: path, access: .readWrite).runs().map(\.record) == [run])
            #expect(try ResultsDatabase.open(path: path, access: .readOnly).runs().map(\.record) == [run])
        }
    }

    @Test func fillsAnEmptyFileAndAnUnusedDatabase() throws {
        try withDatabaseFile { path in
            try makeFolder(of: path)
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            #expect(try ResultsDatabase.open(path: path, access: .readWrite).runs().isEmpty)
        }
        // What a kill between the creation and the first migration leaves.
        try withDatabaseFile { path in
            try foreignDatabase(path, sql: "PRAGMA application_id = \(Schema.applicationID)")
            #expect(try ResultsDatabase.open(path: path, access: .readWrite).runs().isEmpty)
        }
    }

    @Test func readingNeedsADatabase() throws {
        try withDatabaseFile { path in
            #expect(code { try ResultsDatabase.open(path: path, access: .readOnly) } == .missing)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test(arguments: [ResultsDatabase.Access.readWrite, .readOnly])
    func leavesAForeignDatabaseUntouched(_ access: ResultsDatabase.Access) throws {
        try withDatabaseFile { path in
            try foreignDatabase(path, sql: "CREATE TABLE theirs (id)")
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(code { try ResultsDatabase.open(path: path, access: access) } == .notOurs)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test(arguments: [ResultsDatabase.Access.readWrite, .readOnly])
    func refusesANewerSchema(_ access: ResultsDatabase.Access) throws {
        try withDatabaseFile { path in
            try ResultsDatabase.open(path: path, access: .readWrite).close()
            try foreignDatabase(path, sql: "PRAGMA user_version = 99")
            let error = #expect(throws: ResultsError.self) { try ResultsDatabase.open(path: path, access: access) }
            #expect(error?.code == .newer)
            #expect(error?.message.contains("newer Plimsoll") == true)
        }
    }

    @Test func readingDoesNotMigrateAnOlderSchema() throws {
        try withDatabaseFile { path in
            try ResultsDatabase.open(path: path, access: .readWrite).close()
            try foreignDatabase(path, sql: "PRAGMA user_version = 0")
            #expect(code { try ResultsDatabase.open(path: path, access: .readOnly) } == .older)
        }
    }

    @Test(arguments: [ResultsDatabase.Access.readWrite, .readOnly])
    func refusesWhatIsNoDatabase(_ access: ResultsDatabase.Access) throws {
        try withDatabaseFile { path in
            try makeFolder(of: path)
            try Data("question,answer\n".utf8).write(to: URL(fileURLWithPath: path))
            #expect(code { try ResultsDatabase.open(path: path, access: access) } == .notSQLite)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "question,answer\n")
        }
    }

    @Test(arguments: [ResultsDatabase.Access.readWrite, .readOnly])
    func refusesAFolder(_ access: ResultsDatabase.Access) throws {
        try withDatabaseFile { path in
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            #expect(code { try ResultsDatabase.open(path: path, access: access) } == .unreachable)
        }
    }

    @Test func refusesAPathBelowAFile() throws {
        try withDatabaseFile { path in
            try makeFolder(of: path)
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            #expect(code { try ResultsDatabase.open(path: path + "/below.sqlite", access: .readWrite) } == .unreachable)
        }
    }

    @Test(arguments: ["results.sqlite", "tâche n° 1 #?%20/ré sultats.sqlite"])
    func readsWhereNothingCanBeWrittenBesideIt(_ name: String) throws {
        try withDatabaseFile { path in
            let path = path.replacingOccurrences(of: "results.sqlite", with: name)
            let run = Samples.run()
            let writer = try ResultsDatabase.open(path: path, access: .readWrite)
            try writer.begin(run)
            try writer.close()
            // Stands in for a read-only folder, which would not stop root: WAL's shared-memory file cannot be made.
            try FileManager.default.createDirectory(atPath: path + "-shm", withIntermediateDirectories: true)
            #expect(try ResultsDatabase.open(path: path, access: .readOnly).runs().map(\.record) == [run])
            #expect(code { try ResultsDatabase.open(path: path, access: .readWrite) } == .readOnly)
        }
    }

    @Test func readsWhatAKillLeftInTheLogWhereNothingCanBeWritten() throws {
        try withDatabaseFile { path in
            let run = Samples.run()
            let writer = try ResultsDatabase.open(path: path, access: .readWrite)
            try writer.begin(run)
            // What is there when the writer dies: its run is in the log, not yet in the file.
            let killed = path + ".killed"
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: path + suffix, toPath: killed + suffix)
            }
            try FileManager.default.createDirectory(atPath: killed + "-shm", withIntermediateDirectories: true)
            #expect(try ResultsDatabase.open(path: killed, access: .readOnly).runs().map(\.record) == [run])
        }
    }

    @Test func anEmptyFileIsNotReadAndSaysSo() throws {
        try withDatabaseFile { path in
            try makeFolder(of: path)
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            let error = #expect(throws: ResultsError.self) { try ResultsDatabase.open(path: path, access: .readOnly) }
            #expect(error?.code == .missing && error?.message.contains("is empty") == true)
        }
    }

    @Test func pathsWithSpacesAndLettersBeyondASCII() throws {
        try withDatabaseFile { path in
            let path = path.replacingOccurrences(of: "results.sqlite", with: "tâche n° 1 #?%20/ré sultats.sqlite")
            let writer = try ResultsDatabase.open(path: path, access: .readWrite)
            try writer.close()
            #expect(FileManager.default.fileExists(atPath: path))
            #expect(try ResultsDatabase.open(path: path, access: .readOnly).runs().isEmpty)
        }
    }

    @Test func writingWhatIsOpenForReadingSaysSo() throws {
        try withDatabaseFile { path in
            let run = Samples.run()
            try ResultsDatabase.open(path: path, access: .readWrite).begin(run)
            let reader = try ResultsDatabase.open(path: path, access: .readOnly)
            #expect(code { try reader.end(run: run.id, at: Samples.start, reason: "finished") } == .readOnly)
        }
    }

    @Test func aHeldDatabaseSaysSoAfterTheBusyTimeout() throws {
        try withDatabaseFile { path in
            let run = Samples.run()
            let database = try ResultsDatabase.open(path: path, access: .readWrite, busyTimeout: 0.05)
            try database.begin(run)
            let other = try DatabaseQueue(path: path)
            try other.inTransaction(.exclusive) { _ in
                #expect(code { _ = try database.save(Samples.job(position: 0), run: run.id) } == .locked)
                // Readers are not held up.
                let runs = try database.runs()
                #expect(runs.count == 1)
                return .rollback
            }
            _ = try database.save(Samples.job(position: 0), run: run.id)
        }
    }

    @Test func aFullDiskLosesOnlyTheJobInFlight() throws {
        try withDatabaseFile { path in
            let run = Samples.run()
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            try database.begin(run)
            let first = try database.save(Samples.job(position: 0), run: run.id)
            try database.queue.writeWithoutTransaction { connection in
                let pages = try Int.fetchOne(connection, sql: "PRAGMA page_count") ?? 0
                try connection.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
            #expect(code { _ = try database.save(Samples.job(position: 1, steps: 2000), run: run.id) } == .diskFull)
            #expect(try database.jobs(run: run.id).map(\.id) == [first])
        }
    }
}

/// The code of the error that `body` throws.
func code(_ body: () throws -> some Any) -> ResultsError.Code? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? ResultsError)?.code
    }
}

private func makeFolder(of path: String) throws {
    try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
}

private func foreignDatabase(_ path: String, sql: String) throws {
    try makeFolder(of: path)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
}
