import Foundation
import GRDB
import Testing

@testable import Store

/// The view of baselines, and their survival.
@Suite struct BaselineViewTests {
    @Test func aNameOutlivesTheProcessAndStandsInItsView() throws {
        try withDatabaseFile { path in
            let record = Samples.run()
            let written = try ResultsDatabase.open(path: path, access: .readWrite)
            try written.begin(record)
            try written.set(baseline: "main", run: record.id, at: Samples.start)
            try written.close()
            let database = try ResultsDatabase.open(path: path, access: .readOnly)
            let row = try database.reading { try Row.fetchOne($0, sql: "SELECT name, run, set_at FROM baseline_view") }
            let found = try #require(row)
            #expect(found["name"] as String == "main" && found["run"] as String == record.id.uuidString)
            #expect(found["set_at"] as String == "2023-11-14T22:13:20.125Z")
        }
    }
}
