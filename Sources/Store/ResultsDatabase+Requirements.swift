import Foundation
import GRDB
import Model

/// What a run's worker had to offer, and what was found.
extension ResultsDatabase {
    /// Records what was found of a worker, each in place of the run's earlier finding of that name.
    public func record(requirements: [RequirementRecord], run: UUID) throws {
        try write { database in
            let run = try rowID(of: run, database)
            let insertion = try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO requirement (run, area, name, ordinal, state, found, needed_for, remedy, required)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            for (ordinal, requirement) in requirements.enumerated() {
                try insertion.execute(arguments: [
                    run, requirement.area, requirement.name, ordinal, requirement.state, requirement.found,
                    requirement.neededFor, requirement.remedy, requirement.isRequired,
                ])
            }
        }
    }

    /// What was found of a run's worker, in the order in which it was recorded; empty where nobody looked.
    public func requirements(run: UUID) throws -> [RequirementRecord] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT area, name, state, found, needed_for, remedy, required FROM requirement
                    WHERE run = ? ORDER BY ordinal
                    """,
                arguments: [try rowID(of: run, database)])
            var requirements: [RequirementRecord] = []
            while let row = try rows.next() {
                requirements.append(
                    RequirementRecord(
                        area: row[0], name: row[1], state: row[2], found: row[3], neededFor: row[4], remedy: row[5],
                        isRequired: row[6]))
            }
            return requirements
        }
    }
}
