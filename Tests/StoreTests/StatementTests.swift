import Model
import Testing

@testable import Store

/// Statements that saving takes are counted, each time the same for the same.
struct StatementTests {
    @Test func savingAJobTakesTheSameStatementsEveryTimeAndMoreForMoreSteps() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        func statements(position: Int, steps: Int) throws -> Int {
            let before = database.statements
            let job = try database.save(Samples.job(position: position, steps: steps), run: run.id)
            try database.complete(job: job, wall: 12, cleanup: 0.1, own: OwnCost())
            return database.statements - before
        }
        // What is shared between jobs, as texts of steps, is saved with the first.
        _ = try statements(position: 0, steps: 4)
        let two = try statements(position: 1, steps: 2)
        #expect(try statements(position: 2, steps: 2) == two)
        let four = try statements(position: 3, steps: 4)
        #expect(two >= 6 && four - two >= 2)
        // Each transaction has its beginning and its end.
        #expect(database.statements > 4 * two)
    }

    @Test func readingOnlyCountsNothing() throws {
        try withDatabaseFile { path in
            let writer = try ResultsDatabase.open(path: path, access: .readWrite)
            let run = Samples.run()
            try writer.begin(run)
            #expect(writer.statements > 0)
            let reader = try ResultsDatabase.open(path: path, access: .readOnly)
            #expect(try reader.runs().count == 1)
            #expect(reader.statements == 0)
        }
    }
}
