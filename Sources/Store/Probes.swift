import Foundation
import GRDB
import Model

extension ResultsDatabase {
    /// The probes of a run's jobs, including warm-ups, in the order in which the jobs were saved, each job's in the order
    /// in which its probes first stood in this database.
    package func probes(run: UUID) throws -> [(job: Int64, record: ProbeRecord)] {
        try list(
            run: run,
            """
            SELECT job.id, probe_kind.name, probe.place, probe_kind.tries, probe_kind.expected, probe_kind.matters,
                probe.seen, probe.passed
            FROM probe JOIN probe_kind ON probe_kind.id = probe.kind JOIN job ON job.id = probe.job
            WHERE job.run = ? ORDER BY job.id, probe.place, probe_kind.id
            """
        ) { row in
            let text: String = row[2]
            guard let place = ProbeRecord.Place(rawValue: text) else {
                throw ResultsError(
                    .damaged, "the database holds a probe at the place `\(text)`, which this Plimsoll does not know")
            }
            let record = ProbeRecord(
                probe: row[1], place: place, tries: row[3], expected: row[4], matters: row[5], seen: row[6],
                passed: row[7])
            return (job: row[0], record: record)
        }
    }

    static func insert(_ probe: ProbeRecord, job: Int64, _ database: Database) throws {
        let texts: StatementArguments = [probe.probe, probe.tries, probe.expected, probe.matters]
        try database.cachedStatement(
            sql: "INSERT INTO probe_kind (name, tries, expected, matters) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        ).execute(arguments: texts)
        try database.cachedStatement(
            sql: """
                INSERT INTO probe (job, place, kind, seen, passed)
                SELECT ?, ?, id, ?, ? FROM probe_kind WHERE name = ? AND tries = ? AND expected = ? AND matters = ?
                """
        ).execute(arguments: [job, probe.place.rawValue, probe.seen, probe.passed] + texts)
    }

    /// Records what a run's worker offers, each finding in place of the run's earlier one of that name.
    package func record(requirements: [RequirementRecord], run: UUID) throws {
        try writing { database in
            let run = try rowID(of: run, database)
            for (ordinal, requirement) in requirements.enumerated() {
                try database.insert(
                    into: "requirement", replacing: true,
                    [
                        "run": run, "area": requirement.area, "name": requirement.name, "ordinal": ordinal,
                        "state": requirement.state, "found": requirement.found, "needed_for": requirement.neededFor,
                        "remedy": requirement.remedy, "required": requirement.isRequired,
                    ])
            }
        }
    }

    /// What was found of a run's worker, in the order in which it was recorded; empty if nobody looked.
    package func requirements(run: UUID) throws -> [RequirementRecord] {
        try list(
            run: run,
            """
            SELECT area, name, state, found, needed_for, remedy, required FROM requirement
            WHERE run = ? ORDER BY ordinal
            """
        ) { row in
            RequirementRecord(
                area: row[0], name: row[1], state: row[2], found: row[3], neededFor: row[4], remedy: row[5],
                isRequired: row[6])
        }
    }
}
