import Foundation
import GRDB
import Model
import Store

/// A run as JUnit XML: first the run as its own suite, then a suite per scenario and configuration, with a case per
/// job.
///
/// Failures are what did not work: jobs that failed, and a run that did not end. Verdicts are properties of the run and
/// never failures: "no" is an answer. Figures that got worse are found by `plimsoll compare` and its exit status.
struct JUnitExport {
    let run: RunSummary

    /// The jobs of one scenario and configuration, counted.
    private struct Suite {
        let scenario: String
        let configuration: String
        /// The configuration's row.
        let id: Int64
        /// When its first job began, ISO 8601 in UTC without the zone.
        let startedAt: String
        var counts = JUnitCounts()
    }

    /// Writes it, the cases one by one.
    func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
        try database.reading { database in
            let uuid = run.id.uuidString
            guard let id = try Int64.fetchOne(database, sql: "SELECT id FROM run WHERE uuid = ?", arguments: [uuid])
            else { return }
            let places = ExpectedFailure.points.map { _ in "?" }.joined(separator: ", ")
            // Read in the same transaction as the jobs: the run may still go on.
            let expected = try Int64.fetchSet(
                database,
                sql: """
                    SELECT point.job FROM point JOIN series ON series.id = point.series
                    WHERE series.run = ? AND series.name IN (\(places))
                        AND point.job IS NOT NULL AND point.value <> 0
                    """,
                arguments: [id] + StatementArguments(ExpectedFailure.points))
            var suites = try self.suites(id, database)
            var total = JUnitCounts()
            total.add(runResult, seconds: 0)
            for index in suites.indices {
                var counts = JUnitCounts()
                try forEachCase(of: suites[index], id, expected, database) {
                    counts.add($0.result, seconds: $0.seconds)
                }
                suites[index].counts = counts
                total.add(counts)
            }
            try sink.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            try sink.write("<testsuites\(XMLText.attributes([("name", "plimsoll")] + total.attributes))>\n")
            try sink.write(try runSuite(id, database))
            for suite in suites {
                let name = ("name", "\(suite.scenario) \(suite.configuration)")
                let attributes = [name] + suite.counts.attributes + [("timestamp", suite.startedAt)]
                try sink.write("  <testsuite\(XMLText.attributes(attributes))>\n")
                try forEachCase(of: suite, id, expected, database) { try sink.write($0.text) }
                try sink.write("  </testsuite>\n")
            }
            try sink.write("</testsuites>\n")
        }
    }

    /// A run that was stopped or killed is no success, however its jobs ended.
    private var runResult: JUnitCase.Result { run.endReason == "finished" ? .passed : .broken }

    private func runSuite(_ id: Int64, _ database: Database) throws -> String {
        var counts = JUnitCounts()
        counts.add(runResult, seconds: 0)
        let record = run.record
        var properties = [
            ("run", run.id.uuidString), ("tool", "\(record.toolVersion) \(record.toolCommit)"),
            ("command", record.commandLine.joined(separator: " ")), ("profile", record.profile),
            ("seed", String(record.seed)),
        ]
        let verdicts = try Row.fetchAll(
            database, sql: "SELECT question, verdict FROM verdict WHERE run = ? ORDER BY question", arguments: [id])
        properties += verdicts.map { ("verdict.\($0[0] as String)", $0[1] as String) }
        var text = "  <testsuite\(XMLText.attributes([("name", "plimsoll run")] + counts.attributes))>\n"
        text += "    <properties>\n"
        for (name, value) in properties {
            text += "      <property" + XMLText.attributes([("name", name), ("value", value)]) + "/>\n"
        }
        text += "    </properties>\n    <testcase"
        text += XMLText.attributes([("classname", "plimsoll.run"), ("name", "the run ended"), ("time", "0.000")])
        if runResult == .passed {
            text += "/>\n"
        } else {
            let reason = run.endReason ?? "it is still going on, or was killed"
            let message =
                "the run did not finish (\(reason)): \(run.jobs) jobs of \(record.plannedJobs) planned were saved"
            text += ">\n      <error" + XMLText.attributes([("message", message), ("type", "unfinished")]) + "/>\n"
            text += "    </testcase>\n"
        }
        return text + "  </testsuite>\n"
    }

    private func suites(_ run: Int64, _ database: Database) throws -> [Suite] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT job.scenario, configuration.name, configuration.id,
                    strftime('%Y-%m-%dT%H:%M:%S', min(job.started_ms) / 1000, 'unixepoch')
                FROM job JOIN configuration ON configuration.id = job.configuration
                WHERE job.run = ? GROUP BY 1, 2, 3 ORDER BY 1, 2
                """,
            arguments: [run]
        ).map { Suite(scenario: $0[0], configuration: $0[1], id: $0[2], startedAt: $0[3]) }
    }

    private func forEachCase(
        of suite: Suite, _ run: Int64, _ expected: Set<Int64>, _ database: Database,
        _ body: (JUnitCase) throws -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT \(JUnitCase.columns) FROM job JOIN configuration ON configuration.id = job.configuration
                WHERE job.run = ? AND job.scenario = ? AND job.configuration = ? ORDER BY job.position
                """,
            arguments: [run, suite.scenario, suite.id])
        while let row = try rows.next() { try body(JUnitCase(row, expected: expected)) }
    }
}
