import Foundation
import GRDB
import Model
import Questions
import Testing

@testable import Commands
@testable import Store

/// Databases that earlier versions wrote open, and say the same.
struct OlderDatabaseTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../Databases").standardizedFileURL

    /// Gives a copy of a database to the body, and removes it.
    /// - Parameter migration: up to which it is migrated first.
    private func withDatabase(_ name: String, upTo migration: String?, _ body: (URL) async throws -> Void) async throws
    {
        let copy = FileManager.default.temporaryDirectory.appending(path: "plimsoll-\(name)-\(UUID()).sqlite")
        defer {
            for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy.path + ending) }
        }
        try #require(FileManager.default.createFile(atPath: copy.path, contents: nil))
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "--decompress", "--stdout", Self.folder.appending(path: "\(name).sqlite.gz").path]
        gzip.standardOutput = try FileHandle(forWritingTo: copy)
        try gzip.run()
        gzip.waitUntilExit()
        try #require(gzip.terminationStatus == 0)
        if let migration {
            let queue = try DatabaseQueue(path: copy.path)
            try Schema.migrator.migrate(queue, upTo: migration)
            try queue.close()
        }
        try await body(copy)
    }

    /// What is said of the questions that the older version knew.
    private func questions(_ database: ResultsDatabase, knownIn expected: String) async throws -> String {
        let lines = AnswerLine.lines(try await Answers.analyse(database, simulating: false))
        let known = lines.filter { expected.contains("\"id\" : \"\($0.id)\"") }
        #expect(known.count == 19)
        return try JSONText.document(known) + "\n"
    }

    @Test(arguments: [
        ("schema-7", nil), ("schema-7", "9 factors of configurations, names of changes"),
    ])
    func itIsReadAsItWasAndStaysAsItIs(name: String, migration: String?) async throws {
        let expected = try String(contentsOf: Self.folder.appending(path: "\(name).questions.json"), encoding: .utf8)
        try await withDatabase(name, upTo: migration) { file in
            let before = try Data(contentsOf: file)
            let read = try TrackedDatabase.open(file.path)
            #expect(try await questions(read, knownIn: expected) == expected)
            try read.close()
            #expect(try Data(contentsOf: file) == before)

            // Where something is saved it is brought up to date, and says the same again.
            let written = try TrackedDatabase.openForWriting(file.path)
            #expect(try await questions(written, knownIn: expected) == expected)
            try written.close()
        }
    }
}
