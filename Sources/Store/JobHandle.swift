import Foundation
import GRDB

/// A job by its place, which is the same in every database that holds its run.
package struct JobHandle: Sendable, Hashable, CustomStringConvertible {
    package var run: UUID
    package var scenario: String
    /// In the plan; below 0 if it is outside it.
    package var position: Int

    package init(run: UUID, scenario: String, position: Int) {
        (self.run, self.scenario, self.position) = (run, scenario, position)
    }

    /// With the first digits of the run: `1A2B3C4D/overhead/17`.
    package var description: String { "\(run.uuidString.prefix(8))/\(scenario)/\(position)" }
    /// With the whole UUID of the run.
    package var long: String { "\(run.uuidString)/\(scenario)/\(position)" }
}

extension ResultsDatabase {
    /// The ids of the jobs at a position. Each is looked up by its run and scenario: the joins keep their order.
    /// - Parameters:
    ///   - run: the first digits of the run's UUID.
    ///   - scenario: nil: any of the run.
    package func jobs(
        run: String, scenario: String?, position: Int
    ) throws -> [(id: Int64, handle: JobHandle)] {
        try reading { database in
            try database.list(
                """
                SELECT job.id, run.uuid, job.scenario FROM run
                CROSS JOIN run_scenario ON run_scenario.run = run.id
                CROSS JOIN job ON job.run = run.id AND job.scenario = run_scenario.name AND job.position = ?2
                WHERE substr(replace(run.uuid, '-', ''), 1, ?3) = ?1 COLLATE NOCASE
                    AND run_scenario.name = coalesce(?4, run_scenario.name)
                ORDER BY run.started_ms, run.id, run_scenario.ordinal
                """,
                [run.filter { $0 != "-" }, position, run.filter { $0 != "-" }.count, scenario]
            ) { row in
                let handle = JobHandle(run: try UUID(ofRun: row[1]), scenario: row[2], position: position)
                return (row[0], handle)
            }
        }
    }

    /// How many jobs there are, and the greatest id of one; nil if there is none.
    package func jobExtent() throws -> (count: Int, last: Int64?) {
        try reading { database in
            let row = try Row.fetchOne(database, sql: "SELECT count(*), max(id) FROM job")
            return (row?[0] ?? 0, row?[1])
        }
    }
}

extension UUID {
    /// - Throws: `ResultsError`, `damaged`.
    init(ofRun text: String) throws {
        guard let id = UUID(uuidString: text) else {
            throw ResultsError(.damaged, "the run \(text) has an id that Plimsoll did not write")
        }
        self = id
    }
}
