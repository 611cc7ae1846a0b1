import Foundation
import Store
import Testing
import Tracking

@testable import SyntheticRuns

/// Names of runs: set, moved, found, taken away.
struct BaselineTests {
    private func database(runs: Int) throws -> (ResultsDatabase, [UUID]) {
        let database = try ResultsDatabase.inMemory()
        var ids: [UUID] = []
        for index in 0..<runs {
            var record = SyntheticRun().record
            record.id = UUID()
            record.startedAt += Double(index)
            try database.begin(record)
            ids.append(record.id)
        }
        return (database, ids)
    }

    @Test func aNameGoesRound() throws {
        let (database, ids) = try database(runs: 2)
        let date = Date(timeIntervalSince1970: 1_700_000_000)
        try database.set(baseline: "main", run: ids[0], at: date)
        try database.set(baseline: "a/first", run: ids[0], at: date)
        #expect(try database.baselines().map(\.name) == ["a/first", "main"])
        try database.set(baseline: "main", run: ids[1], at: date)
        #expect(try database.baselines().last == StoredBaseline(name: "main", run: ids[1], setAt: date))
        #expect(try database.delete(baseline: "main"))
        #expect(try !database.delete(baseline: "main"))
        #expect(try database.baselines().map(\.name) == ["a/first"] && database.runs().count == 2)
    }

    @Test func aNameForARunThatIsNotThereIsRefused() throws {
        let (database, _) = try database(runs: 1)
        #expect(throws: ResultsError.self) { try database.set(baseline: "main", run: UUID(), at: Date()) }
        #expect(try database.baselines().isEmpty)
    }

    @Test func runsAreFoundByNameAndByTheBeginningOfTheirIDs() throws {
        let (database, ids) = try database(runs: 3)
        try database.set(baseline: "main", run: ids[1], at: Date())
        func find(_ text: String) throws -> UUID {
            try LocatedRun.find(try RunReference(text), in: "here.sqlite") { path in
                #expect(path == (text.contains("/") ? "a/there.sqlite" : "here.sqlite"))
                return database
            }.run.id
        }
        #expect(try find("baseline:main") == ids[1])
        #expect(try find(ids[0].uuidString) == ids[0])
        #expect(try find(String(ids[0].uuidString.lowercased().prefix(18))) == ids[0])
        #expect(try find("a/there.sqlite#\(ids[2].uuidString)") == ids[2])
        #expect(try find("a/there.sqlite") == ids[2])
        try database.exclude(run: ids[2], reason: "noisy")
        #expect(try find("a/there.sqlite") == ids[1])
    }

    @Test func whatIsNotThereIsToldWithWhatIs() throws {
        let (database, ids) = try database(runs: 1)
        func message(_ text: String) throws -> String {
            do {
                _ = try LocatedRun.find(try RunReference(text), in: "here.sqlite") { _ in database }
                return ""
            } catch let error as TrackingError {
                return error.message
            }
        }
        #expect(try message("baseline:main").contains("plimsoll baseline set main RUN"))
        try database.set(baseline: "release/2", run: ids[0], at: Date())
        #expect(try message("baseline:main").contains("there are release/2"))
        #expect(try message("00000000-0000").contains("its newest are \(ids[0].uuidString)"))
        try database.exclude(run: ids[0], reason: "noisy")
        #expect(try message("./here.sqlite").contains("no run that counts"))
    }

    @Test(arguments: ["", "main", "1234567", "12345678-xyz", "#12345678", "a.sqlite#", "a.sqlite#main", "baseline:"])
    func whatNamesNoRunIsRefused(text: String) throws {
        #expect(throws: TrackingError.self) { try RunReference(text) }
    }

    @Test(arguments: ["", " ", "a b", "-main", ".main", "a:b", "a#b", "ä", String(repeating: "a", count: 65)])
    func whatIsNoNameIsRefused(text: String) throws {
        #expect(throws: TrackingError.self) { try BaselineName(text) }
    }

    @Test func formsAreToldApart() throws {
        #expect(try RunReference("1F2E3D4C") == .id("1F2E3D4C"))
        #expect(try RunReference("results.sqlite") == .newest(path: "results.sqlite"))
        #expect(try RunReference("a#b/c.sqlite#1F2E3D4C") == .stored(path: "a#b/c.sqlite", id: "1F2E3D4C"))
        #expect(try RunReference("baseline:release/2.1") == .baseline(BaselineName("release/2.1")))
    }
}
