import Foundation
import GRDB
import Model
import Testing

@testable import Store

@Suite struct LedgerTests {
    private static let opened = Date(timeIntervalSince1970: 1_700_000_000.5)

    /// A sample with every figure unlike its neighbours.
    private static func disk(filesystem: Int? = 5_000_000, baseline: Int? = 40_000) -> DiskRecord {
        DiskRecord(
            openedAt: opened, at: opened.addingTimeInterval(60), images: 1_000_000, containers: 200_000,
            volumes: 30_000, cache: 4_000, sharedCache: 999, filesystem: filesystem, baseline: baseline,
            filesystemSize: 20 << 30, inodes: 777, source: "statfs", quiet: true, seconds: 0.0065, waited: 0.0015)
    }

    private func row(_ sql: String, _ database: ResultsDatabase) throws -> Row {
        try #require(try database.reading { try Row.fetchOne($0, sql: sql) })
    }

    @Test func diskViewHasTheContractsColumnsFirstAndAddsUp() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        let job = try database.save(Samples.job(position: 0), run: run.id)
        try database.attach(disk: Self.disk(), to: job)
        let row = try row("SELECT * FROM disk_view", database)
        #expect(
            Array(row.columnNames.prefix(6)) == [
                "run", "job", "at", "engine_bytes", "filesystem_bytes", "remainder_bytes",
            ])
        let expected: [String: any DatabaseValueConvertible] = [
            "run": run.id.uuidString, "job": job, "at": "2023-11-14T22:14:20.500Z", "engine_bytes": 1_234_000,
            "filesystem_bytes": 5_000_000, "remainder_bytes": 3_726_000, "image_bytes": 1_000_000,
            "container_bytes": 200_000, "volume_bytes": 30_000, "cache_bytes": 4_000, "shared_cache_bytes": 999,
            "baseline_bytes": 40_000, "filesystem_size_bytes": 20 << 30, "inodes": 777, "source": "statfs", "quiet": 1,
            "sample_s": 0.0065, "waited_s": 0.0015, "ledger_opened_at": "2023-11-14T22:13:20.500Z",
        ]
        #expect(Set(row.columnNames) == Set(expected.keys))
        for (column, value) in expected {
            #expect(row[column] as DatabaseValue == value.databaseValue, "\(column)")
        }
        #expect(Self.disk().engine == 1_234_000 && Self.disk().remainder == 3_726_000)
    }

    @Test func anUnseenDiskHasNoRemainder() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        let job = try database.save(Samples.job(position: 0), run: run.id)
        try database.attach(disk: Self.disk(filesystem: nil, baseline: nil), to: job)
        let row = try row("SELECT engine_bytes, filesystem_bytes, remainder_bytes FROM disk_view", database)
        #expect(row["engine_bytes"] == 1_234_000)
        #expect(row["filesystem_bytes"] as Int? == nil && row["remainder_bytes"] as Int? == nil)
    }

    @Test func samplesComeBackWithTheirJobsAndWhatThoseMade() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        #expect(try !database.hasLedger(run: run.id))
        var first = Samples.job(position: 0, warmup: true, steps: 4)
        first.steps[0].bytes = 1_000  // From the cache.
        first.steps[1].bytes = 20
        first.steps[2].bytes = 3
        first.steps[3].bytes = 500
        first.steps[3].cacheable = false
        let sampled = try database.save(first, run: run.id)
        try database.attach(disk: Self.disk(), to: sampled)
        let bare = try database.save(Samples.job(position: 1), run: run.id)
        var cached = Samples.job(position: 2, steps: 1)
        cached.steps[0].bytes = 1_000
        let all = try database.save(cached, run: run.id)
        try database.attach(disk: Self.disk(), to: all)

        #expect(try database.hasLedger(run: run.id))
        let samples = try database.jobs(run: run.id, including: [.made, .disk])
        #expect(samples.map(\.id) == [sampled, bare, all])
        #expect(samples[0].holds(first) && samples[0].made == 23 && samples[0].disk == Self.disk())
        #expect(samples[1].disk == nil && samples[1].made == nil)
        #expect(samples[2].made == 0 && samples[2].disk == Self.disk())
        // Sizes come back with the steps, and stand in the view.
        #expect(try database.jobs(run: run.id, including: [.steps])[0].steps == first.steps)
        #expect(
            try row("SELECT sum(bytes) AS n FROM step_view WHERE job = \(sampled) AND cached = 0", database)["n"] == 523
        )
        #expect(try row("SELECT * FROM step_view", database).columnNames.last == "bytes")
    }

    @Test func aJobHasOneSample() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        let job = try database.save(Samples.job(position: 0), run: run.id)
        try database.attach(disk: Self.disk(), to: job)
        #expect(code { try database.attach(disk: Self.disk(), to: job) } == .rejected)
        #expect(code { try database.attach(disk: Self.disk(), to: 99) } == .rejected)
    }

    @Test func theLastSurveyOfTheRemainderCounts() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        #expect(try database.remainder(run: run.id).isEmpty)
        func survey(_ rounding: Int, at seconds: Double) -> [RemainderRecord] {
            let at = Self.opened.addingTimeInterval(seconds)
            return [
                RemainderRecord(part: "block_rounding", bytes: rounding, at: at),
                RemainderRecord(part: "directories", bytes: -5, at: at),
            ]
        }
        try database.record(survey(7, at: 0).map(PointRecord.init), run: run.id)
        try database.record(survey(9, at: 60).map(PointRecord.init), run: run.id)
        try database.record(
            [PointRecord(name: "pressure", unit: "%", at: Self.opened, value: 1)], run: run.id)
        #expect(try database.remainder(run: run.id) == survey(9, at: 60))
    }

    @Test func remaindersOfSeveralEnginesAreKeptApart() throws {
        let database = try ResultsDatabase.inMemory()
        let run = Samples.run()
        try database.begin(run)
        let remainder = [nil, "builder=legacy,policy=lru"].map {
            RemainderRecord(part: "directories", bytes: 5, at: Self.opened, configuration: $0)
        }
        try database.record(remainder.map(PointRecord.init), run: run.id)
        #expect(try database.remainder(run: run.id) == remainder)
    }

    @Test func aDatabaseOfVersionOneIsBroughtUpToDateWhole() throws {
        try withDatabaseFile { path in
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
            try Self.makeVersionOne(path)

            // Reading does not migrate; writing does.
            #expect(code { try ResultsDatabase.open(path: path, access: .readOnly) } == .older)
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            let run = try #require(try database.runs().first)
            let jobs = try database.jobs(run: run.id, including: [.steps])
            #expect(jobs.map(\.outcome) == [.succeeded])
            #expect(jobs[0].steps.map(\.instruction) == ["RUN old"])
            #expect(jobs[0].steps[0].bytes == nil)
            #expect(jobs[0].direct == DirectRecord(order: .after, seconds: 1.5, exitStatus: 4))
            #expect(try row("SELECT count(*) AS n FROM step_view WHERE bytes IS NULL", database)["n"] == 1)
            #expect(try !database.hasLedger(run: run.id))
            // And takes samples from now on.
            try database.attach(disk: Self.disk(), to: jobs[0].id)
            #expect(try database.jobs(run: run.id, including: [.disk]).map(\.disk) == [Self.disk()])
            try database.close()
            #expect(try ResultsDatabase.open(path: path, access: .readOnly).hasLedger(run: run.id))
        }
    }

    /// What Plimsoll 0.1.0 left before it kept a ledger, with one job.
    private static func makeVersionOne(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA application_id = \(Schema.applicationID)")
        }
        let first = try #require(Schema.migrator.migrations.first)
        try Schema.migrator.migrate(queue, upTo: first)
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (uuid, tool_version, tool_commit, command_line, profile, seed, plan_hash, planned_jobs,
                        started_ms, engine, host)
                    VALUES ('0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0', '0.1.0', 'c', '[]', 'quick', '1', 'p', 1, 0, '{}', '{}');
                    INSERT INTO run_scenario VALUES (1, 's', 0, 'h', '[]', 't');
                    INSERT INTO configuration VALUES (1, 'builder=legacy');
                    INSERT INTO instruction VALUES (1, 'RUN old');
                    INSERT INTO job (run, scenario, position, configuration, fixture, revision, change_class, weight,
                        executor, round, warmup, cold, outcome, started_ms, queued_s, context_bytes, context_entries,
                        artifact_bytes, own_cpu_s, own_wall_s, requests)
                    VALUES (1, 's', 0, 1, 'f', 'r', 'source', 1, 0, 0, 0, 0, 'succeeded', 0, 0, 0, 0, 0, 0, 0, 0);
                    INSERT INTO step (job, ordinal, instruction, cacheable, cached) VALUES (1, 0, 1, 1, 0);
                    INSERT INTO direct_run VALUES (1, 'after', 1.5, 4);
                    """)
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version")
            #expect(version == 1)
        }
        try queue.close()
    }
}
