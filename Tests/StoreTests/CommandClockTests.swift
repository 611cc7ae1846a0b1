import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// The clock of a job's command, in new databases and in those of older versions.
@Suite struct CommandClockTests {
    @Test func itComesBackAsItWasSaved() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        let clocks: [CommandClock?] = [.startEvent, .engineState, nil]
        for (position, clock) in clocks.enumerated() {
            var job = Samples.job(position: position)
            job.commandClock = clock
            if clock == nil { job.command = nil }
            _ = try database.save(job, run: run.id)
        }
        #expect(try database.jobs(run: run.id).map(\.commandClock) == [.startEvent, .engineState, .engineState])
        let words = try database.reading {
            try String?.fetchAll($0, sql: "SELECT command_clock FROM job_view ORDER BY position")
        }
        #expect(words == ["start_event", "engine_state", nil])
    }

    @Test func theJobsOfAnOlderDatabaseWereTimedByTheEnginesState() throws {
        try withDatabaseFile { path in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let run = Samples.run()
            let queue = try DatabaseQueue(path: path)
            try Schema.migrator.migrate(queue, upTo: "10 sides of rounds, resolved sources")
            let before = try queue.write { database in
                try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
                try database.execute(
                    sql: """
                        INSERT INTO run (uuid, tool_version, tool_commit, profile, seed, command_line, plan_hash,
                            planned_jobs, started_ms, engine, host)
                        VALUES (?, '0', 'cafe', 'quick', '1', '[]', 'cafe', 2, 0, '{}', '{}');
                        INSERT INTO run_scenario (run, name, ordinal, hash, questions, text)
                        VALUES (1, 's', 0, 'cafe', '[]', '');
                        INSERT INTO configuration (id, name) VALUES (1, 'builder=legacy');
                        INSERT INTO job (run, scenario, position, configuration, fixture, revision, change_class, weight,
                            executor, round, warmup, cold, outcome, started_ms, queued_s, command_s, context_bytes,
                            context_entries, artifact_bytes, own_cpu_s, own_wall_s, requests)
                        VALUES (1, 's', 0, 1, 'f', 'r', 'source', 1, 0, 0, 0, 0, 'succeeded', 0, 0, 2.5, 0, 0, 0, 0, 0, 0)
                        """, arguments: [run.id.uuidString])
                return try Row.fetchOne(database, sql: "SELECT * FROM job_view").map { Array($0.columnNames) } ?? []
            }
            try queue.close()
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            let row = try #require(try database.reading { try Row.fetchOne($0, sql: "SELECT * FROM job_view") })
            #expect(Array(row.columnNames.prefix(before.count)) == before)
            #expect(row["command_clock"] == "engine_state" && row["command_s"] == 2.5)
            #expect(try database.jobs(run: run.id).map(\.commandClock) == [.engineState])
        }
    }

    /// What a job is held against: only commands that were timed alike.
    @Test func ofACellOnlyCommandsOfTheSameClockCompare() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        for (position, (command, clock)) in [(5.0, CommandClock.startEvent), (6, .startEvent), (7, .engineState)]
            .enumerated()
        {
            var job = Samples.job(position: position)
            (job.command, job.commandClock, job.wall) = (command, clock, 10)
            _ = try database.save(job, run: run.id)
        }
        let metrics = ["command_s", "overhead_s", "wall_s"].compactMap { MetricTable.standard[$0] }
        let jobs = try database.jobs(run: run.id)
        #expect(try database.cellValues(of: metrics, beside: jobs[0], run: run.id) == [[6], [4], [10, 10]])
        #expect(try database.cellValues(of: metrics, beside: jobs[2], run: run.id) == [[], [], [10, 10]])
    }
}
