import ArgumentParser
import Foundation
import Tracking

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write results for other tools and other machines.",
        discussion: """
            Formats:
              junit                    JUnit XML for CI servers (Jenkins, GitLab): one suite per scenario and configuration, one case
                                       per job; a case fails if its job failed and should not have; verdicts are properties
              bmf                      Bencher Metric Format: medians with 95 % intervals, for `bencher run --adapter json`
              github-action-benchmark  its customSmallerIsBetter: medians, for charts on GitHub pages
              openmetrics              OpenMetrics text: for the textfile collector of Prometheus's node exporter
              csv                      a view of the database (--table): for spreadsheets, R, pandas
              ndjson                   all records, one JSON object per line: for `plimsoll import` on another machine, or jq
              trace                    Chrome trace events: jobs, phases and steps on tracks of executors, for ui.perfetto.dev

            csv and ndjson hold all runs, or only that of --run. The others hold the newest run that is not excluded, or that of
            --run. The file of --out is replaced only when the new one is complete.

            Examples:
              plimsoll export --format junit --out plimsoll.xml
              plimsoll export --format bmf | bencher run --adapter json --project mine
              plimsoll export --format github-action-benchmark --out benchmark.json
              plimsoll export --format openmetrics --out /var/lib/prometheus/node-exporter/plimsoll.prom
              plimsoll export --format csv --table step_view --run 1F2E… --out steps.csv
              plimsoll export --format ndjson | gzip >results.ndjson.gz
              plimsoll export --format trace --out trace.json
            """)

    @OptionGroup var database: DatabaseOptions
    @Option(help: "Output format.") var format: ExportFormat
    @Option(help: "The run's UUID.") var run: RunArgument?
    @Option(help: "For csv: the view, such as job_view, step_view, disk_view, leak_view, verdict_view, point_view.")
    var table: String?
    @Option(help: "The file to write; default: standard output.") var out: String?

    func validate() throws {
        if table != nil, format != .csv { throw ValidationError("--table needs --format csv.") }
    }

    func run() async throws {
        let results = try TrackedDatabase.open(database.db)
        let export = ResultsExport(format: format, run: run?.id, view: table ?? "job_view", tool: ToolVersion.number)
        try ExportOutput(path: out).write { try export.write(results, to: &$0) }
    }
}
