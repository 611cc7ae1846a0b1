import Foundation
import Model
import Testing

@testable import Store
@testable import SyntheticRuns
@testable import Tracking

/// Every format is read by a program that somebody else wrote, or judged by its format's rules as a JSON schema. The records hold
/// characters that formats trip over.
@Suite struct ExportConsumerTests {
    private func database() throws -> ResultsDatabase {
        let database = try ResultsDatabase.inMemory()
        try PlantedRecords().plant(in: database)
        return database
    }

    /// Enough jobs for intervals and a 95th percentile.
    private func manyJobs() throws -> ResultsDatabase {
        var run = SyntheticRun()
        run.plant(SyntheticRun.around(2, count: 24))
        run.plant([1], builder: "legacy")
        let database = try run.database()
        try database.writing {
            try $0.execute(
                sql: "UPDATE configuration SET name = ?, factors = NULL WHERE name = 'builder=legacy'",
                arguments: ["note=\"a\\b\nc\",c={d}"])
        }
        return database
    }

    @Test func junitparserReadsSuitesCasesAndTimes() throws {
        let text = try Exchange.export(.junit, try database())
        let read = try Consumer.read("junit", text)
        #expect(read.contains("suite|overhead builder=buildkit|1|0|0|0"))
        #expect(read.contains("suite|cleanup builder=buildkit|1|1|0|0"))
        #expect(read.contains { $0.hasPrefix("case|overhead.builder=buildkit|0 scap source START+0 a ") })
        #expect(read.contains { $0.contains("|9.250|") })
        // All but the characters that XML knows no way to write.
        let message = "a \\\"b\\\" 'c' \\\\ <d>&amp; e,f;g|h `i`\\tj\\r\\nk [31mred\\u007f \\u00e4  \\ud834\\udd1e "
        #expect(read.contains { $0.hasSuffix("|Failure|\"\(message)\"") }, "\(read)")
    }

    @Test func junitparserReadsTheVerdictsOfAComparison() throws {
        func run(_ build: Double, _ leaks: Double) throws -> MeasuredRun {
            try Planted.run(
                try Planted.summary(),
                ["build_s": Planted.spread(build), "wall_s": [build], "leaks.container": [leaks]])
        }
        let comparison = Comparison.make(base: try run(1, 0), candidate: try run(1.2, 1))
        let report = ComparisonReport(comparison, base: "a.sqlite", candidate: "b.sqlite")
        let read = try Consumer.read("junit", ComparisonJUnit(report).text)
        #expect(read.contains("suite|plimsoll compare|3|2|0|1"), "\(read)")
        #expect(read.contains { $0.hasPrefix("case|overhead.series.scap") && $0.contains("|build_s|0.000|Failure|") })
    }

    @Test(arguments: ["openmetrics", "prometheus"])
    func prometheusReadsTheFamilies(_ reader: String) throws {
        for database in [try self.database(), try manyJobs(), try SyntheticRun().database()] {
            let text = try Exchange.export(.openmetrics, database)
            let read = try Consumer.read(reader, text)
            #expect(read.contains { $0.hasPrefix("family|plimsoll_run_start_timestamp_seconds|gauge|") })
        }
    }

    /// What `promtool check metrics` asks of metrics, and that only one series is new every night.
    @Test func openMetricsKeepsToPrometheusConventions() throws {
        for database in [try self.database(), try manyJobs(), try SyntheticRun().database()] {
            let text = try Exchange.export(.openmetrics, database)
            let run = try #require(try database.latestRun()).id.uuidString
            let lines = text.split(separator: "\n").map(String.init)
            let samples = lines.filter { !$0.hasPrefix("#") }
            #expect(samples.filter { $0.contains(run) }.map { $0.prefix { $0 != "{" } } == ["plimsoll_run_info"])
            #expect(lines.last == "# EOF" && lines.count { $0 == "# EOF" } == 1)
            for sample in samples {
                let name = String(sample.prefix { $0 != "{" && $0 != " " })
                #expect(name.wholeMatch(of: #/plimsoll_[a-z0-9_]+/#) != nil, "\(name)")
                #expect(name.firstMatch(of: #/_(total|count|sum|bucket|milliseconds|ms|s)$/#) == nil, "\(name)")
                // Those belong to summaries and histograms.
                #expect(!sample.contains("quantile=") && sample.firstMatch(of: #/[{,]le=/#) == nil, "\(sample)")
                #expect(lines.count { $0 == "# TYPE \(name) gauge" } == 1, "\(name)")
                #expect(lines.count { $0.hasPrefix("# HELP \(name) ") } == 1, "\(name)")
                let unit = lines.first { $0.hasPrefix("# UNIT \(name) ") }?.split(separator: " ").last
                #expect(name.hasSuffix("_seconds") == (unit == "seconds"), "\(name)")
            }
        }
    }

    @Test func failedCleanupsAreExported() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 3)
        let stuck = Failure(phase: .cleanup, message: "the container is stuck")
        run.plant("engine-kill", .engineLost, count: 2, cleanupFailure: stuck)
        let text = try Exchange.export(.openmetrics, try run.database())
        let labels = "scenario=\"cleanup\",configuration=\"builder=buildkit,fault="
        #expect(text.contains("plimsoll_failed_cleanups{\(labels)engine-kill\"} 2.0\n"))
        #expect(text.contains("plimsoll_failed_cleanups{\(labels)none\"} 0.0\n"))
    }

    @Test func openMetricsComesBackWithItsLabelsAndValues() throws {
        let database = try manyJobs()
        let read = try Consumer.read("openmetrics", try Exchange.export(.openmetrics, database))
        #expect(read.contains("family|plimsoll_job_wall_median_seconds|gauge|seconds"))
        #expect(read.contains { $0.contains("\"configuration\": \"note=\\\"a\\\\b\\nc\\\",c={d}\"") })
        let run = try #require(try database.latestRun())
        let wall = try #require(try ExportFigures(of: run, in: database).figures.first { $0.metric.id == "wall_s" })
        let high = try #require(wall.high)
        for (quantile, value) in [("median", wall.median), ("p95", high)] {
            #expect(
                read.contains {
                    $0.hasPrefix("sample|plimsoll_job_wall_\(quantile)_seconds|")
                        && Double($0.split(separator: "|").last ?? "") == value
                })
        }
    }

    @Test(arguments: [
        (ExportFormat.bmf, "bmf.schema.json"),
        (ExportFormat.githubActionBenchmark, "github-action-benchmark.schema.json"),
    ])
    func jsonKeepsToItsSchema(_ format: ExportFormat, _ schema: String) throws {
        for database in [try self.database(), try manyJobs(), try SyntheticRun().database()] {
            let text = try Exchange.export(format, database)
            #expect(try Consumer.read("json", text, schema: schema).count == 1)
        }
        // The schemas can refuse.
        for wrong in [
            "{\"a\": {\"wall\": {\"value\": \"1\"}}}", "[{\"name\": \"a\", \"unit\": \"s\", \"value\": \"1\"}]",
        ] {
            #expect(throws: Consumer.Refused.self) { try Consumer.read("json", wrong, schema: schema) }
        }
    }

    @Test func pythonReadsSeparatedValues() throws {
        let database = try self.database()
        let rows = try Consumer.read("csv", try Exchange.export(.csv, database, view: "leak_view"))
            .map { try JSONDecoder().decode([String].self, from: Data($0.utf8)) }
        #expect(rows.count == 2 && rows[0].prefix(5) == ["run", "job", "kind", "object", "bytes"])
        #expect(rows[1][3] == PlantedRecords.odd && rows[1][4] == "4096")
        let jobs = try Consumer.read("csv", try Exchange.export(.csv, database))
        #expect(jobs.count == 3)
    }

    @Test func pythonReadsRecords() throws {
        let read = try Consumer.read("ndjson", try Exchange.export(.ndjson, try database()))
        let kinds = "plimsoll run job job point point point audit audit verdict verdict end"
        #expect(read.joined(separator: " ") == kinds)
    }
}
