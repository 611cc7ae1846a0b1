import Foundation
import Model
import Testing

@testable import Store
@testable import SyntheticRuns
@testable import Tracking

/// What each format says of planted jobs.
@Suite struct FormatTests {
    /// Walls of 3 to 8 s, one job that failed, one that was killed before its cleanup, a warm-up, and one outside the trace.
    private func database(endReason: String? = "finished") throws -> ResultsDatabase {
        var run = SyntheticRun()
        run.plant([1, 2, 3, 4, 5, 6])
        run.plant([9]) { job in
            job.outcome = .buildFailed
            job.failure = Failure(phase: .build, message: "no <space>", outputTail: ["a", "b & c"])
        }
        run.plant([9]) { $0.wall = nil }
        run.plant([100]) { $0.warmup = true }
        run.plant([100], weight: 0)
        return try run.database(endReason: endReason)
    }

    @Test func mediansHaveTheirIntervalsWhereTheJobsCarryThem() throws {
        let run = try #require(try database().latestRun())
        let figures = try ExportFigures(of: run, in: try database()).figures
        let wall = try #require(figures.first { $0.metric.id == "wall_s" })
        // The job that lacks its wall time counts in the measures that it has.
        #expect(wall.median == 5.5 && wall.count == 6 && wall.interval?.low == 3 && wall.interval?.high == 8)
        #expect(wall.high == nil && wall.group.name == "overhead/builder=buildkit/scap/source")
        #expect(figures.first { $0.metric.id == "command_s" }?.count == 7)
        #expect(figures.first { $0.metric.id == "misses" }?.median == 1)
    }

    @Test func bencherGetsValuesWithTheirEnds() throws {
        let text = try Exchange.export(.bmf, try database())
        let read = try JSONDecoder().decode([String: [String: [String: Double]]].self, from: Data(text.utf8))
        let wall = read["overhead/builder=buildkit/scap/source"]?["wall-seconds"]
        #expect(wall == ["value": 5.5, "lower_value": 3, "upper_value": 8])
        #expect(read["overhead/builder=buildkit/scap/source"]?["missed-steps"]?["value"] == 1)
    }

    @Test func theActionGetsNamesUnitsAndValues() throws {
        let text = try Exchange.export(.githubActionBenchmark, try database())
        let name = "\"name\" : \"overhead/builder=buildkit/scap/source: wall\""
        #expect(text.contains(name) && text.contains("\"range\" : \"3.0 to 8.0\""))
        #expect(text.contains("median of 6 jobs"))
    }

    @Test func openMetricsHasFamiliesAndAnEnd() throws {
        let text = try Exchange.export(.openmetrics, try database())
        let labels =
            "scenario=\"overhead\",configuration=\"builder=buildkit\",fixture=\"scap\",change_class=\"source\",cache=\"on\""
        #expect(text.contains("plimsoll_job_wall_median_seconds{\(labels)} 5.5\n"))
        #expect(text.contains("plimsoll_job_wall_median_bound_seconds{\(labels),bound=\"low\"} 3.0\n"))
        #expect(text.contains("plimsoll_job_wall_jobs{\(labels)} 6.0\n"))
        #expect(text.contains("outcome=\"build_failed\"} 1.0\n") && text.contains("outcome=\"succeeded\"} 8.0\n"))
        #expect(text.hasSuffix("\n# EOF\n") && !text.contains("plimsoll_job_wall_p95"))
        #expect(MetricFamily.escaped("a\\b\"c\nd\re") == "a\\\\b\\\"c\\nd e")
    }

    @Test func junitIsRedWhereAJobFailed() throws {
        let text = try Exchange.export(.junit, try database())
        #expect(text.contains("tests=\"11\" failures=\"1\" errors=\"1\" skipped=\"0\""))
        let first = "classname=\"overhead.builder=buildkit\" name=\"0 scap source START+0\" time=\"3.000\"/>"
        #expect(text.contains(first))
        #expect(text.contains("<failure message=\"no &lt;space&gt;\" type=\"build_failed\">phase: build&#10;no &lt;"))
        #expect(text.contains("&#10;a&#10;b &amp; c</failure>"))
        #expect(text.contains("type=\"killed\">") && text.contains("(warm-up)"))
    }

    @Test func aRunThatDidNotEndIsNoSuccess() throws {
        let text = try Exchange.export(.junit, try database(endReason: nil))
        #expect(text.contains("errors=\"2\"") && text.contains("type=\"unfinished\""))
        var none = SyntheticRun()
        none.record.plannedJobs = 5
        let empty = try none.database(endReason: nil)
        #expect(try Exchange.export(.junit, empty).contains("0 jobs of 5 planned were saved"))
        #expect(try Exchange.export(.bmf, empty).filter { !$0.isWhitespace } == "{}")
        #expect(try Exchange.export(.githubActionBenchmark, empty).filter { !$0.isWhitespace } == "[]")
        #expect(try Exchange.export(.openmetrics, empty).hasSuffix("# EOF\n"))
    }

    @Test func aFailureThatIsPlannedIsGreen() throws {
        var run = SyntheticRun()
        run.plant([1]) { $0.outcome = .timedOut }
        run.plant([1]) { $0.outcome = .cancelled }
        let database = try run.database()
        #expect(try Exchange.export(.junit, database).contains("errors=\"1\" skipped=\"1\""))
        let jobs = try database.jobs(run: run.record.id)
        try database.record(
            jobs.map {
                PointRecord(
                    job: $0.id, name: FaultPoint.notSucceeded.rawValue, unit: "job", at: run.record.startedAt, value: 1)
            }, run: run.record.id)
        let text = try Exchange.export(.junit, database)
        #expect(text.contains("name=\"plimsoll\" tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"0\""))
        #expect(text.contains("ended as timed_out, as expected"))
    }

    @Test func xmlHoldsNoCharacterThatItMayNot() {
        let escaped = XMLText.escaped("a\u{1}\u{1B}b\u{FFFE}\u{7F}ä𝄞<&>\"\r\n\t")
        #expect(escaped == "ab\u{7F}ä𝄞&lt;&amp;&gt;&quot;&#13;&#10;&#9;")
    }

    @Test func separatedValuesAreQuoted() throws {
        #expect(TableExport.field("a\"b,c") == "\"a\"\"b,c\"" && TableExport.field("") == "\"\"")
        let lines = try Exchange.export(.csv, try database()).components(separatedBy: "\r\n")
        #expect(lines.count == 12 && lines[0].hasPrefix("run,job,scenario,configuration,") && lines[11].isEmpty)
        let error = #expect(throws: ExportError.self) {
            try Exchange.export(.csv, try database(), view: "job")
        }
        #expect(error?.message.contains("expected one of audit_view,") == true)
    }

    @Test func onlyRunsThatCountAreChosen() throws {
        let database = try self.database()
        let run = SyntheticRun().record.id
        try database.exclude(run: run, reason: "busy")
        for format in [ExportFormat.junit, .bmf, .githubActionBenchmark, .openmetrics] {
            #expect(throws: ExportError.self) { try Exchange.export(format, database) }
            let error = #expect(throws: ExportError.self) { try Exchange.export(format, database, run: run) }
            #expect(error?.code == .excluded)
        }
        #expect(try Exchange.export(.ndjson, database, run: run).contains("\"excluded\":\"busy\""))
        #expect(throws: ExportError.self) { try Exchange.export(.csv, database, run: UUID()) }
    }
}
