import Foundation
import GRDB
import Model
import Testing

@testable import Store

@Suite struct ViewTests {
    private let database: ResultsDatabase
    private let run = Samples.run()
    private let job: Int64

    init() throws {
        database = try ResultsDatabase.inMemory()
        try database.begin(run)
        var record = Samples.job(position: 5)
        record.direct = DirectRecord(order: .after, seconds: 5.25, exitStatus: 0)
        job = try database.save(record, run: run.id)
        try database.complete(
            job: job, wall: 12.25, cleanup: 0.5, own: OwnCost(processor: 0.01, outsideRequests: 0.02, requests: 7))
    }

    private func row(_ sql: String) throws -> Row {
        try #require(try database.reading { try Row.fetchOne($0, sql: sql) })
    }

    @Test func jobViewHasTheContractsColumnsFirst() throws {
        let row = try row("SELECT * FROM job_view")
        #expect(
            Array(row.columnNames.prefix(19)) == [
                "run", "job", "scenario", "configuration", "fixture", "change_class", "executor", "position", "warmup",
                "outcome", "queued_s", "started_at", "wall_s", "context_s", "build_s", "command_s", "artifacts_s",
                "cleanup_s", "overhead_s",
            ])
        #expect(
            Set(row.columnNames.dropFirst(19)).isSuperset(of: [
                "run_s", "round", "cold", "weight", "revision", "context_bytes", "context_entries", "artifact_bytes",
                "failed_phase", "failure", "direct_s", "direct_order", "own_cpu_s", "own_wall_s", "requests",
            ]))
    }

    @Test func jobViewSaysWhatWasMeasured() throws {
        let expected: [String: (any DatabaseValueConvertible)?] = [
            "run": run.id.uuidString, "job": job, "scenario": "overhead", "configuration": "builder=buildkit",
            "fixture": "scap", "change_class": "dependency", "executor": 3, "position": 5, "warmup": 0,
            "outcome": "succeeded", "queued_s": 0.25, "started_at": "2023-11-14T22:14:20.125Z", "wall_s": 12.25,
            "context_s": 0.5, "build_s": 4.0, "run_s": 6.0, "command_s": 5.5, "artifacts_s": 0.75, "cleanup_s": 0.5,
            "overhead_s": 6.75, "round": 4, "cold": 1, "weight": 2.5, "revision": "START+5", "context_bytes": 773_000,
            "context_entries": 101, "artifact_bytes": 4096, "exit_status": 0, "failed_phase": nil, "failure": nil,
            "direct_s": 5.25, "direct_order": "after", "own_cpu_s": 0.01, "own_wall_s": 0.02, "requests": 7,
            "excluded": nil, "cleanup_failure": nil, "output_tail": nil, "direct_outcome": "succeeded",
            "direct_status": 0, "direct_failure": nil, "direct_output_tail": nil, "side": nil,
            "command_clock": "start_event",
        ]
        let row = try row("SELECT * FROM job_view")
        #expect(Set(row.columnNames) == Set(expected.keys))
        for (column, value) in expected {
            #expect(row[column] as DatabaseValue == value?.databaseValue ?? .null, "\(column)")
        }
    }

    @Test func jobViewHasTheLastLinesAsText() throws {
        var record = Samples.job(position: 6, outcome: .commandFailed)
        record.failure = Failure(phase: .run, message: "status 3", outputTail: ["first", "läst \"line\""])
        record.direct = DirectRecord(
            order: .before, end: .timedOut, seconds: 2, message: "its time limit passed", outputTail: ["a", "b"])
        let job = try database.save(record, run: run.id)
        let row = try row("SELECT * FROM job_view WHERE job = \(job)")
        #expect(row["output_tail"] == "first\nläst \"line\"")
        #expect(row["failed_phase"] == "run" && row["failure"] == "status 3")
        #expect(row["direct_outcome"] == "timed_out" && row["direct_status"] as Int? == nil)
        #expect(row["direct_failure"] == "its time limit passed" && row["direct_output_tail"] == "a\nb")
    }

    @Test func overheadIsUnknownUntilTheJobIsComplete() throws {
        let open = try database.save(Samples.job(position: 6), run: run.id)
        let row = try row("SELECT wall_s, overhead_s FROM job_view WHERE job = \(open)")
        #expect(row["wall_s"] as Double? == nil && row["overhead_s"] as Double? == nil)
    }

    @Test func stepView() throws {
        let row = try row("SELECT * FROM step_view WHERE ordinal = 1")
        #expect(
            Array(row.columnNames.prefix(8)) == [
                "run", "job", "ordinal", "instruction", "cacheable", "cached", "duration_s", "miss_reason",
            ])
        #expect(row["run"] == run.id.uuidString)
        #expect(row["job"] == job)
        #expect(row["instruction"] == "RUN step 1")
        #expect(row["cacheable"] == true)
        #expect(row["cached"] == false)
        #expect(row["duration_s"] == 1.5)
        #expect(row["miss_reason"] == "cold")
        #expect(row["error"] as String? == nil)
    }

    @Test func verdictViewAndReplacement() throws {
        let undecided = VerdictRecord(
            question: "build-overhead", verdict: .undecided, unit: "s", n: 3,
            rule: "yes when the interval is below 30 s")
        var decided = undecided
        decided.verdict = .yes
        decided.estimate = 12.5
        decided.low = 11
        decided.high = 14
        decided.n = 40
        try database.save(verdicts: [undecided], run: run.id)
        #expect(try database.verdicts(run: run.id) == [undecided])
        try database.save(verdicts: [decided], run: run.id)
        #expect(try database.verdicts(run: run.id) == [decided])
        let row = try row("SELECT * FROM verdict_view")
        #expect(
            Array(row.columnNames.prefix(8)) == ["run", "question", "verdict", "estimate", "low", "high", "unit", "n"])
        #expect(row["verdict"] == "yes")
        #expect(row["low"] == 11.0)
    }

    @Test func seriesTakeAnyMetricWithoutAMigration() throws {
        let later = Samples.start.addingTimeInterval(1)
        let points = [
            PointRecord(name: "engine_bytes", unit: "byte", at: Samples.start, value: 1e9),
            PointRecord(job: job, name: "engine_bytes", unit: "byte", at: later, value: 2e9),
            PointRecord(name: "pressure", unit: "%", at: later, value: 12.5),
        ]
        try database.record(points.reversed(), run: run.id)
        #expect(try database.points(run: run.id, name: "engine_bytes") == Array(points[0...1]))
        #expect(try database.points(run: run.id, name: "unknown").isEmpty)
        let row = try row("SELECT * FROM point_view WHERE job = \(job)")
        #expect(row["series"] == "engine_bytes")
        #expect(row["at"] == "2023-11-14T22:13:21.125Z")
        #expect(
            code { try database.record([PointRecord(name: "x", unit: "s", at: later, value: .nan)], run: run.id) }
                == .rejected)
        #expect(
            code { try database.record([PointRecord(job: 99, name: "x", unit: "s", at: later, value: 1)], run: run.id) }
                == .rejected)
        #expect(try database.points(run: run.id, name: "x").isEmpty)
    }

    @Test func runViewShowsTheExclusion() throws {
        try database.exclude(run: run.id, reason: "swapping")
        let row = try row("SELECT * FROM run_view WHERE json_extract(engine, '$.version') = '20.10.24'")
        #expect(row["run"] == run.id.uuidString)
        #expect(row["started_at"] == "2023-11-14T22:13:20.125Z")
        #expect(row["excluded"] == "swapping")
        #expect(row["seed"] == "18446744073709551615")
    }

    @Test func aRunIsFoundWhicheverCaseItsIdIsWrittenIn() throws {
        for id in [run.id.uuidString, run.id.uuidString.lowercased()] {
            let count = try row("SELECT count(*) AS n FROM job_view WHERE run = '\(id)'")
            #expect(count["n"] == 1)
        }
    }

    @Test func theContractsQueryWorks() throws {
        _ = try database.save(Samples.job(position: 0, fixture: "malu"), run: run.id)
        _ = try database.save(Samples.job(position: 1, fixture: "malu", warmup: true), run: run.id)
        _ = try database.save(Samples.job(position: 2, fixture: "malu", outcome: .timedOut), run: run.id)
        let rows = try database.reading {
            try Row.fetchAll(
                $0,
                sql: """
                    select fixture, count(*) from job_view where outcome='succeeded' and warmup=0 group by 1
                    """)
        }
        #expect(rows.map { $0[0] as String } == ["malu", "scap"])
        #expect(rows.map { $0[1] as Int } == [1, 1])
    }
}
