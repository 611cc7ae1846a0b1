import Foundation
import GRDB
import Model
import Testing

@testable import Store

@Suite struct RequirementTests {
    private static func requirement(_ name: String, state: String = "fine") -> RequirementRecord {
        RequirementRecord(
            area: "kernel", name: name, state: state, found: "found \(name)", neededFor: "for \(name)",
            remedy: state == "fine" ? nil : "mend \(name)", isRequired: name == "b")
    }

    @Test func comeBackInTheirOrderAndOncePerName() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        #expect(try database.requirements(run: run.id).isEmpty)
        try database.record(
            requirements: [Self.requirement("z"), Self.requirement("b", state: "lacking")], run: run.id)
        // Looked at once more, as after an interruption.
        let again = [Self.requirement("z", state: "degraded"), Self.requirement("b"), Self.requirement("a")]
        try database.record(requirements: again, run: run.id)
        #expect(try database.requirements(run: run.id) == again)
    }

    @Test func theViewNamesTheRun() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        try database.record(requirements: [Self.requirement("b", state: "lacking")], run: run.id)
        let row = try #require(try database.reading { try Row.fetchOne($0, sql: "SELECT * FROM requirement_view") })
        let expected: [String: any DatabaseValueConvertible] = [
            "run": run.id.uuidString, "area": "kernel", "name": "b", "state": "lacking", "found": "found b",
            "needed_for": "for b", "remedy": "mend b", "required": 1,
        ]
        #expect(Set(row.columnNames) == Set(expected.keys))
        for (column, value) in expected {
            #expect(row[column] as DatabaseValue == value.databaseValue, "\(column)")
        }
    }
}
