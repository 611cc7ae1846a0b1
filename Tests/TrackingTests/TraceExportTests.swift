import Foundation
import Model
import Testing

@testable import Store
@testable import SyntheticRuns
@testable import Tracking

/// A run as Chrome trace events: its schema, and slices that nest on every track.
@Suite struct TraceExportTests {
    private static let schema = "trace.schema.json"

    /// Jobs of three executors with parallel steps; some whose clock or steps contradict, one that was killed, one that
    /// failed in its context.
    private func run() -> SyntheticRun {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(3, count: 9)) { job in
            job.executor = job.position % 3
            let start = job.startedAt.addingTimeInterval(job.phases[.context] ?? 0)
            job.steps = (0..<6).map { ordinal in
                StepRecord(
                    ordinal: ordinal, instruction: "RUN  step \(ordinal)", cacheable: ordinal > 0, cached: ordinal == 1,
                    startedAt: start.addingTimeInterval(0.1 * Double(ordinal / 2)), duration: 0.1,
                    missReason: ordinal > 1 ? .contentChanged : nil)
            }
            // Each executor has its next job three seconds later, before this one has ended.
            job.steps[5].duration = 60
        }
        run.plant([2]) { job in
            job.wall = nil
            job.phases[.cleanup] = nil
            job.steps = []
        }
        run.plant([1]) { job in
            job.outcome = .buildFailed
            job.phases = [.context: 0.25]
            job.wall = 0.25
            job.steps = []
            job.failure = Failure(phase: .context, message: "no such revision")
        }
        return run
    }

    private func trace(_ database: ResultsDatabase, run: UUID? = nil) throws -> (text: String, slices: TraceSlices) {
        let text = try Exchange.export(.trace, database, run: run)
        return (text, try TraceSlices(text))
    }

    @Test func slicesNestWhateverTheClocksSay() throws {
        let (text, trace) = try trace(try run().database())
        #expect(trace.misplaced == [])
        #expect(trace.slices.count { $0.cat == "job" } == 11 && trace.slices.count { $0.cat == "step" } == 54)
        #expect(trace.slices.allSatisfy { $0.ts >= 0 && ($0.dur ?? -1) >= 0 })
        #expect(text.contains("cut off at the ends of the build") && text.contains("by the clock it began before"))
        #expect(text.contains("its cleanup never ended") && text.contains("\"failure\":\"no such revision\""))
        // The judge of nesting can refuse.
        let wrong = text.replacing("\"cat\":\"phase\"", with: "\"cat\":\"job\"")
        #expect(try TraceSlices(wrong).misplaced.isEmpty == false)
    }

    @Test func executorsAndParallelStepsHaveNamedTracks() throws {
        let (text, trace) = try trace(try run().database())
        for name in ["overhead (run 0F1E2D3C)", "executor 0", "executor 2", "executor 2, parallel steps 1"] {
            #expect(text.components(separatedBy: "\"name\":\"\(name)\"").count == 2, "\(name)")
        }
        let jobs = trace.slices.filter { $0.cat == "job" }
        #expect(Set(jobs.map(\.tid)).count == 3 && Set(jobs.map(\.pid)) == [1])
        // Two of each three steps at a time: half of them beside the executor's own track.
        #expect(trace.slices.count { $0.cat == "step" && !Set(jobs.map(\.tid)).contains($0.tid) } == 27)
    }

    @Test func timesAreMicrosecondsFromTheRunsBeginning() throws {
        var run = SyntheticRun()
        run.plant([1])
        run.plant([1])
        let jobs = try trace(try run.database()).slices.slices.filter { $0.cat == "job" }
        // The second began a second after the first by the clock, and the first took three.
        #expect(jobs.map(\.ts) == [0, 3_000_000] && jobs.map(\.dur) == [3_000_000, 3_000_000])
        let phases = try trace(try run.database()).slices.slices.filter { $0.cat == "phase" }.prefix(5)
        #expect(phases.map(\.name) == Phase.allCases.map(\.rawValue))
        #expect(phases.map(\.dur) == [100_000, 400_000, 2_250_000, 100_000, 150_000])
    }

    @Test func hitsMissesAndTheDiskAreThere() throws {
        let database = try ResultsDatabase.inMemory()
        try PlantedRecords().plant(in: database)
        let (text, trace) = try trace(database)
        #expect(text.contains("\"cache\":\"miss\",\"miss_reason\":\"content changed\""))
        #expect(text.contains("\"engine\":1006,\"filesystem\":51000"))
        #expect(trace.traceEvents.count { $0.ph == "C" } == 1 && Set(trace.slices.map(\.pid)) == [1, 2])
        #expect(trace.misplaced == [])
    }

    @Test func itKeepsToItsSchema() throws {
        let planted = try ResultsDatabase.inMemory()
        try PlantedRecords().plant(in: planted)
        for database in [try run().database(), planted, try SyntheticRun().database()] {
            #expect(try Consumer.read("json", try trace(database).text, schema: Self.schema).count == 1)
        }
        let slice = "{\"ph\":\"X\",\"name\":\"a\",\"cat\":\"job\",\"pid\":1,\"tid\":1,\"ts\":0,\"dur\":-1,\"args\":{}}"
        let wrong =
            "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\(slice)],\"otherData\":{\"run\":\"r\",\"started_at\":\"s\"}}"
        #expect(throws: Consumer.Refused.self) { try Consumer.read("json", wrong, schema: Self.schema) }
    }

    @Test func anExcludedRunCanBeLookedAtByItsName() throws {
        let database = try run().database()
        try database.exclude(run: SyntheticRun().record.id, reason: "busy")
        #expect(throws: ExportError.self) { try trace(database) }
        #expect(try trace(database, run: SyntheticRun().record.id).text.contains("\"excluded\":\"busy\""))
    }

    /// The published run with every outcome and fault, of an older schema.
    @Test func publishedRecordsNestToo() throws {
        let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../reports/data").standardizedFileURL
        let names = try FileManager.default.contentsOfDirectory(atPath: data.path)
        let file = try #require(names.filter { $0.hasSuffix("-answers.ndjson.gz") }.max())
        let database = try ResultsDatabase.inMemory()
        try Exchange.withFile("") { path in
            let shell = Process()
            shell.executableURL = URL(fileURLWithPath: "/bin/sh")
            let isWanted = "/^.\"kind\":\"plimsoll\"/ {print} /^.\"kind\":\"run\"/ {on = /cleanup.yaml/} on"
            shell.arguments = ["-c", "gzip -dc \"$1\" | awk \"$2\"", "sh", data.appending(path: file).path, isWanted]
            shell.standardInput = FileHandle.nullDevice
            shell.standardOutput = FileHandle(forWritingAtPath: path)
            try shell.run()
            shell.waitUntilExit()
            var work = ResultsImport(into: database)
            try work.take(path: path)
        }
        let (text, trace) = try trace(database)
        #expect(trace.misplaced == [])
        #expect(trace.slices.count { $0.cat == "job" } > 200 && Set(trace.slices.map(\.pid)) == [1, 2])
        for outcome in [Outcome.cancelled, .engineLost, .timedOut] {
            #expect(text.contains("\"outcome\":\"\(outcome.rawValue)\""))
        }
    }
}
