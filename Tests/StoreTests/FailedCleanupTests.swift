import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// A failed cleanup stands beside what failed before it, in new databases and in those of older versions.
@Suite struct FailedCleanupTests {
    @Test func anOlderDatabaseKeepsItsFailuresAndHasOneNameForBytes() throws {
        try withDatabaseFile { path in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let run = Samples.run()
            do {
                let queue = try DatabaseQueue(path: path)
                try Schema.migrator.migrate(queue, upTo: "5 baselines")
                try queue.write { database in
                    try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
                    try database.execute(
                        sql: """
                            INSERT INTO run (uuid, tool_version, tool_commit, profile, seed, command_line, plan_hash, planned_jobs, started_ms,
                                engine, host)
                            VALUES (?, '0', 'cafe', 'quick', '1', '[]', 'cafe', 2, 0, '{}', '{}')
                            """, arguments: [run.id.uuidString])
                    try database.execute(sql: "INSERT INTO configuration (id, name) VALUES (1, 'builder=legacy')")
                    try database.execute(
                        sql: """
                            INSERT INTO run_scenario (run, name, ordinal, hash, questions, text)
                            VALUES (1, 's', 0, 'cafe', '[]', '')
                            """)
                    for (position, phase, failure) in [(0, "cleanup", "stuck"), (1, "build", "no such package")] {
                        try database.execute(
                            sql: """
                                INSERT INTO job (run, scenario, position, configuration, fixture, revision, change_class,
                                    weight, executor, round, warmup, cold, outcome, started_ms, queued_s, failed_phase,
                                    failure, context_bytes, context_entries, artifact_bytes, own_cpu_s, own_wall_s, requests)
                                VALUES (1, 's', ?, 1, 'f', 'r', 'source', 1, 0, 0, 0, 0, 'build_failed', 0, 0, ?, ?, 0, 0, 0,
                                    0, 0, 0)
                                """, arguments: [position, phase, failure])
                    }
                    try database.execute(
                        sql: """
                            INSERT INTO series (run, name, unit) VALUES (1, 'remainder.files', 'bytes'), (1, 'wall', 's');
                            INSERT INTO point (series, at_ms, value) VALUES (1, 0, 7), (2, 0, 8);
                            """)
                }
                try queue.close()
            }
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            let rows = try database.reading {
                try Row.fetchAll($0, sql: "SELECT failure, cleanup_failure FROM job_view ORDER BY position")
            }
            #expect(rows.map { $0["cleanup_failure"] as String? } == ["stuck", nil])
            #expect(rows.map { $0["failure"] as String? } == ["stuck", "no such package"])
            let units = try database.reading {
                try String.fetchAll($0, sql: "SELECT unit FROM point_view ORDER BY value")
            }
            #expect(units == ["byte", "s"])
        }
    }

    /// Old or new, a view has the columns that it had, in their order, and more behind them.
    @Test func viewsOnlyGainColumns() throws {
        let queue = try DatabaseQueue()
        func columns() throws -> [String] {
            try queue.read { try $0.columns(in: "job_view").map(\.name) }
        }
        try Schema.migrator.migrate(queue, upTo: "5 baselines")
        let before = try columns()
        try Schema.migrator.migrate(queue)
        let after = try columns()
        #expect(Array(after.prefix(before.count)) == before && after.contains("cleanup_failure"))
    }
}
