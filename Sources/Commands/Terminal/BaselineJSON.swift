import Foundation
import Store

/// A baseline and its run, for programs and for a terminal.
struct BaselineJSON: Encodable {
    var name: String
    var run: String
    var setAt: Date
    var started: String
    var jobs: Int
    var scenarios: [String]
    var excluded: String?
    var toolVersion: String

    init(_ baseline: StoredBaseline, in database: ResultsDatabase) throws {
        guard let summary = try database.run(baseline.run) else {
            throw ResultsError(
                .unknownRun, "there is no run \(baseline.run.uuidString) in \(database.path) any more")
        }
        name = baseline.name
        run = baseline.run.uuidString
        setAt = baseline.setAt
        started = summary.record.startedAt.formatted(.iso8601)
        jobs = summary.jobs
        scenarios = summary.record.scenarios.map(\.name)
        excluded = summary.excluded
        toolVersion = summary.record.toolVersion
    }

    var text: String {
        var lines = [
            "name       \(name)", "run        \(run)", "set        \(setAt.formatted(.iso8601))",
            "started    \(started)",
            "jobs       \(jobs)", "scenarios  \(scenarios.joined(separator: ", "))", "plimsoll   \(toolVersion)",
        ]
        if let excluded { lines.append("excluded   \(excluded)") }
        return lines.joined(separator: "\n")
    }
}
