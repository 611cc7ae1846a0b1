import Foundation
import Store
import Testing
import Tracking

/// The newest page of answers in `reports/` beside the records that were published with it.
struct PublishedAnswersTests {
    private static let reports = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../reports").standardizedFileURL

    /// The records of a page, unpacked and merged into a database as a reader would do it.
    private func database(of page: String) throws -> ResultsDatabase {
        let records = Self.reports.appending(path: "data/\(page).ndjson.gz").path
        let text = FileManager.default.temporaryDirectory.appending(path: "plimsoll-\(page)-\(UUID()).ndjson").path
        defer { try? FileManager.default.removeItem(atPath: text) }
        try #require(FileManager.default.createFile(atPath: text, contents: nil))
        let gunzip = Process()
        gunzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gunzip.arguments = ["gzip", "--decompress", "--stdout", records]
        gunzip.standardInput = FileHandle.nullDevice
        gunzip.standardOutput = FileHandle(forWritingAtPath: text)
        try gunzip.run()
        gunzip.waitUntilExit()
        try #require(gunzip.terminationStatus == 0, "\(records) cannot be unpacked")
        let database = try ResultsDatabase.inMemory()
        var merged = ResultsImport(into: database)
        try merged.take(path: text)
        return database
    }

    @Test func itsFiguresAreThoseOfItsRecordsByPlainSQL() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.reports.path)
        let file = try #require(names.filter { $0.hasSuffix("-answers.md") }.max())
        let text = try String(contentsOf: Self.reports.appending(path: file), encoding: .utf8)
        let database = try database(of: String(file.dropLast(".md".count)))
        let found = try AnswersPage(text: text).missing(from: database)
        #expect(found.missing.isEmpty)
        #expect(found.looked >= 10)
    }
}
