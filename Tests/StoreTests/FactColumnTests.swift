import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// A job's factors and the name of its change are kept as such, and are filled once in databases of older versions.
@Suite struct FactColumnTests {
    @Test func whatWasSavedIsReadTyped() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        let configuration = Configuration(
            builder: .buildkit, policy: .leastRecentlyUsed, executors: 4, load: .recorded(percent: 70))
        var record = Samples.job(position: 0)
        record.configuration = configuration
        record.change = "a name, as builder=legacy"
        _ = try database.save(record, run: run.id)
        var jobs: [Job] = []
        try database.forEachJob(run: run.id) { jobs.append($0) }
        #expect(jobs.map(\.cell.factors) == [configuration] && jobs.map(\.change) == [record.change])
        #expect(jobs.first?.cell.configuration == configuration.name)
        let factors = try database.reading { try String.fetchAll($0, sql: "SELECT factors FROM configuration") }
        #expect(
            factors == [#"{"builder":"buildkit","executors":"4","load":"70%-recorded","policy":"lru"}"#])
    }

    @Test func anOlderDatabaseIsFilled() throws {
        try withDatabaseFile { path in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let run = Samples.run()
            let names = ["builder=buildkit,executors=4,load=70%-recorded", "odd", "builder=\"", "builder=later"]
            do {
                let queue = try DatabaseQueue(path: path)
                try Schema.migrator.migrate(queue, upTo: "8 metrics of jobs, a row each")
                try queue.write { database in
                    try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
                    try database.execute(
                        sql: """
                            INSERT INTO run (uuid, tool_version, tool_commit, profile, seed, command_line, plan_hash,
                                planned_jobs, started_ms, engine, host)
                            VALUES (?, '0', 'cafe', 'quick', '1', '[]', 'cafe', 2, 0, '{}', '{}')
                            """, arguments: [run.id.uuidString])
                    try database.execute(
                        sql: """
                            INSERT INTO run_scenario (run, name, ordinal, hash, questions, text)
                            VALUES (1, 's', 0, 'cafe', '[]', '')
                            """)
                    for (position, name) in names.enumerated() {
                        try database.execute(
                            sql: "INSERT INTO configuration (id, name) VALUES (?, ?)", arguments: [position + 1, name])
                        try database.execute(
                            sql: """
                                INSERT INTO job (run, scenario, position, configuration, fixture, revision, change_class,
                                    weight, executor, round, warmup, cold, outcome, started_ms, queued_s,
                                    context_bytes, context_entries, artifact_bytes, own_cpu_s, own_wall_s, requests)
                                VALUES (1, 's', ?, ?, 'f', ?, 'source', 1, 0, 0, 0, 0, 'succeeded', 0, 0, 0, 0, 0,
                                    0, 0, 0)
                                """,
                            arguments: [position, position + 1, position == 1 ? "START+1 two words" : "cafe"])
                    }
                }
                try queue.close()
            }
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            var jobs: [Job] = []
            try database.forEachJob(run: run.id) { jobs.append($0) }
            #expect(jobs.map(\.cell.configuration) == names)
            let first = Configuration(builder: .buildkit, executors: 4, load: .recorded(percent: 70))
            #expect(jobs.map(\.cell.factors) == [first, nil, nil, nil])
            #expect(jobs.map(\.change) == [nil, "two words", nil, nil])
        }
    }
}
