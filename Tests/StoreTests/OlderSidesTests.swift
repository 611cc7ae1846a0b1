import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// A database of schema 9 knows no sides and no sources: its jobs are of no round.
@Suite struct OlderSidesTests {
    /// A database as version 9 left it, with one run of two jobs.
    private func with(_ body: (String, UUID) throws -> Void) throws {
        try withDatabaseFile { path in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let id = UUID()
            let queue = try DatabaseQueue(path: path)
            try Schema.migrator.migrate(queue, upTo: "9 factors of configurations, names of changes")
            try queue.write { database in
                try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
                try database.execute(
                    sql: """
                        INSERT INTO run (uuid, tool_version, tool_commit, profile, seed, command_line, plan_hash,
                            planned_jobs, started_ms, engine, host)
                        VALUES (?, '0', 'cafe', 'quick', '1', '[]', 'cafe', 2, 0, '{}', '{}');
                        INSERT INTO run_scenario (run, name, ordinal, hash, questions, text)
                        VALUES (1, 's', 0, 'cafe', '[]', 'name: s');
                        INSERT INTO configuration (id, name, factors)
                        VALUES (1, 'builder=buildkit', '{"builder":"buildkit"}')
                        """, arguments: [id.uuidString])
                for position in 0..<2 {
                    try database.execute(
                        sql: """
                            INSERT INTO job (run, scenario, position, configuration, fixture, revision, change_class,
                                weight, executor, round, warmup, cold, outcome, started_ms, queued_s,
                                context_bytes, context_entries, artifact_bytes, own_cpu_s, own_wall_s, requests, wall_s)
                            VALUES (1, 's', ?, 1, 'f', 'cafe', 'source', 1, 0, 0, 0, 0, 'succeeded', 0, 0, 0, 0, 0,
                                0, 0, 0, 2.5)
                            """, arguments: [position])
                }
            }
            try queue.close()
            try body(path, id)
        }
    }

    @Test func broughtUpToDateItsJobsAreOfNoRound() throws {
        try with { path, id in
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            #expect(try database.jobs(run: id, including: [.details]).map { $0.details?.side } == [nil, nil])
            #expect(try database.roundJobs(run: id).isEmpty)
            #expect(try database.jobs(run: id).map(\.wall) == [2.5, 2.5])
            let run = try #require(try database.run(id))
            #expect(run.jobs == 2 && run.record.against == nil)
            #expect(run.record.scenarios == [.init(name: "s", hash: "cafe", questions: [], text: "name: s")])
        }
    }
}
