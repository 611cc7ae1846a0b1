import ArgumentParser
import Foundation
import Model
import Store
import Testing

@testable import Commands
@testable import SyntheticRuns
@testable import Tracking

/// The verbs that keep track of runs: `baseline`, `exclude`, `history`.
@Suite struct TrackingCommandTests {
    private func run(_ words: [String]) async throws {
        var command = try Tool.parseAsRoot(words)
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }

    /// A database file with one planted run.
    private func withRun(_ body: (String, UUID) async throws -> Void) async throws {
        try await CommandLines.withFolder { folder in
            let path = folder + "/results.sqlite"
            var run = SyntheticRun()
            run.plant(SyntheticRun.around(1))
            let database = try ResultsDatabase.open(path: path, access: .readWrite)
            try run.save(to: database)
            try database.close()
            try await body(path, run.record.id)
        }
    }

    @Test func aBaselineIsSetShownAndTakenAway() async throws {
        try await withRun { path, id in
            try await run(["baseline", "set", "main", String(id.uuidString.prefix(8)), "--db", path])
            try await run(["baseline", "set", "newest", "--db", path])
            let database = try ResultsDatabase.open(path: path, access: .readOnly)
            #expect(try database.baselines().map(\.name) == ["main", "newest"])
            #expect(try database.baselines().allSatisfy { $0.run == id })
            let shown = try BaselineJSON(try #require(try database.baselines().first), in: database)
            #expect(shown.jobs == 12 && shown.text.contains(id.uuidString) && shown.scenarios == ["overhead"])
            try await run(["baseline", "delete", "main", "--db", path])
            #expect(try database.baselines().map(\.name) == ["newest"])
            await #expect(throws: TrackingError.self) { try await run(["baseline", "show", "main", "--db", path]) }
            await #expect(throws: TrackingError.self) { try await run(["baseline", "delete", "main", "--db", path]) }
            await #expect(throws: TrackingError.self) { try await run(["baseline", "set", "a b", "--db", path]) }
            await #expect(throws: TrackingError.self) { try await run(["baseline", "set", "a", "main", "--db", path]) }
        }
    }

    @Test func aRunIsExcludedWithAReasonAndCountsAgain() async throws {
        try await withRun { path, id in
            try await run(["exclude", id.uuidString, "--reason", "a backup ran", "--db", path])
            let database = try ResultsDatabase.open(path: path, access: .readOnly)
            #expect(try database.run(id)?.excluded == "a backup ran" && database.latestRun() == nil)
            try await run(["exclude", id.uuidString, "--undo", "--db", path])
            #expect(try database.run(id)?.excluded == nil)
        }
    }

    @Test(arguments: [
        ["exclude", "12345678"], ["exclude", "12345678", "--reason", " "],
        ["exclude", "12345678", "--reason", "x", "--undo"], ["history"], ["history", "wall_s", "--level", "2"],
        ["history", "--format", "text"], ["history", "--json"], ["history", "wall_s", "--format", "pdf"],
        ["history", "wall_s", "--format", "markdown"], ["history", "wall_s", "--json", "--format", "html"],
        ["history", "wall_s", "--segment", "1"], ["history", "wall_s", "--change-class", "sauce"], ["baseline", "set"],
    ])
    func whatMakesNoSenseIsRefused(words: [String]) {
        #expect(throws: (any Error).self) { try Tool.parseAsRoot(words) }
    }

    @Test func noDatabaseIsMadeByAMistypedPath() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-none-\(UUID()).sqlite").path
        await #expect(throws: ResultsError.self) { try await run(["baseline", "set", "main", "--db", path]) }
        await #expect(throws: ResultsError.self) {
            try await run(["exclude", "12345678", "--reason", "x", "--db", path])
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aHistoryReadsOnATerminal() async throws {
        try await withRun { path, _ in
            let database = try ResultsDatabase.open(path: path, access: .readOnly)
            let history = try MetricHistory.read(database, metric: "wall_s")
            let text = HistoryText(history: history).text
            #expect(text.contains("whole job (wall_s): 1 runs, 1 series, 0 steps") && text.contains("too few runs"))
            #expect(try JSONText.document(JSONFields(history)).contains("\"metric\" : \"wall_s\""))
        }
    }

    @Test func aPageOfAllNightsIsWrittenToAFileWithAndWithoutAMetric() async throws {
        try await withRun { path, _ in
            let out = (path as NSString).deletingLastPathComponent + "/site/nights.html"
            for metric in [[], ["wall_s"]] {
                try await run(["history", "--format", "html", "--db", path, "--out", out] + metric)
                #expect(try String(contentsOfFile: out, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
                try FileManager.default.removeItem(atPath: out)
            }
        }
    }

    @Test func markdownOfAMetricIsWrittenAsBeforeWithEachWayToAskForIt() async throws {
        try await withRun { path, _ in
            let out = (path as NSString).deletingLastPathComponent + "/reports"
            for format in [[], ["--format", "markdown"], ["--json"]] {
                try await run(["history", "wall_s", "--db", path, "--out", out] + format)
                #expect(FileManager.default.fileExists(atPath: out + "/history-wall-s.md"))
                try FileManager.default.removeItem(atPath: out)
            }
        }
    }

    @Test func barsRiseWithTheMediansAndStepsStandBetween() {
        let points = [0, 7, 8].map { value in
            MetricHistory.Point(
                run: UUID(), startedAt: Date(timeIntervalSince1970: 0), tool: "t", count: 1, median: Double(value),
                low: Double(value), high: Double(value))
        }
        let line = MetricHistory.Line(key: SeriesKey(metric: "m", scenario: "s"), points: points, steps: [])
        #expect(HistoryText.sparkline(of: line) == "▁██")
    }
}
