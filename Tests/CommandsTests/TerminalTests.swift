import Foundation
import Lab
import Model
import Testing

@testable import Commands
@testable import SyntheticRuns

@Suite struct TerminalTests {
    @Test func columnsLineUp() {
        var table = TextTable(["NAME", "STATE"])
        table.add(["a", "fine"])
        table.add(["longer", ""])
        #expect(table.text == "NAME    STATE\na       fine\nlonger")
    }

    @Test func aBarFillsInProportion() {
        #expect(ProgressBar.text(done: 0, total: 4, width: 4) == "[····]")
        #expect(ProgressBar.text(done: 2, total: 4, width: 4) == "[##··]")
        #expect(ProgressBar.text(done: 4, total: 4, width: 4) == "[####]")
        #expect(ProgressBar.text(done: 0, total: 0, width: 4) == "[····]")
    }

    @Test func aJobsLineHasItsFiguresAndItsFailure() {
        var record = JobRecord(
            scenario: "s", configuration: "builder=legacy", fixture: "scap", revision: "r", changeClass: .source,
            position: 3, startedAt: Date(timeIntervalSince1970: 0))
        record.wall = 2.5
        record.command = 2
        record.outcome = .commandFailed
        record.failure = Failure(phase: .run, message: "the command ended with status 1\nmore")
        #expect(
            JobLine.text(record, done: 4, total: 84)
                == "[ 4/84]  scap    builder=legacy    source      command_failed  wall   2.500 s  "
                + "command   2.000 s  overhead   0.500 s  - the command ended with status 1")
    }

    /// Programs compare it with that of `job_began`.
    @Test func aJobsEventHasItsConfigurationsName() throws {
        var record = failedJob([])
        record.configuration = "builder=buildkit,policy=lru"
        let line = LabEvent.jobEnded(record, done: 1, total: 2).json
        let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let job = try #require(fields?["job"] as? [String: Any])
        #expect(job["configuration"] as? String == "builder=buildkit,policy=lru" && job["fixture"] as? String == "scap")
    }

    private func failedJob(_ output: [String]) -> JobRecord {
        var record = JobRecord(
            scenario: "s", configuration: "builder=legacy", fixture: "scap", revision: "r", changeClass: .source,
            position: 3, outcome: .commandFailed, startedAt: Date(timeIntervalSince1970: 0))
        record.failure = Failure(phase: .run, message: "the command ended with status 1", outputTail: output)
        return record
    }

    private static let place = RecordPlace(
        database: "/tmp/it's here.sqlite",
        run: UUID(uuidString: "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0") ?? UUID())

    @Test func aFailedJobsLastLinesStandBelowItWithWhereTheRestIs() {
        let record = failedJob((1...7).map { "line \($0)" } + [""])
        let lines = JobLine.text(record, done: 4, total: 84, in: Self.place).split(separator: "\n").map(String.init)
        #expect(
            lines.dropFirst().prefix(5) == [
                "    | line 3", "    | line 4", "    | line 5", "    | line 6", "    | line 7",
            ])
        let query =
            "select output_tail from job_view where run = '0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0' "
            + "and scenario = 's' and position = 3"
        let path = "'/tmp/it'\\''s here.sqlite'"
        #expect(lines.last == "    the last 8 lines: sqlite3 -readonly \(path) \"\(query)\"")
        #expect(lines.count == 7)
        let short = JobLine.text(failedJob(["only"]), done: 4, total: 84, in: Self.place)
        #expect(short.hasSuffix("\n    | only"))
    }

    @Test func whatAJobWroteMovesNoCursor() {
        let output = [
            "\u{1B}[2Jgone\u{7}", "10 %\r90 %\r\n", "a\tb", "\u{202E}txt", String(repeating: "x", count: 500),
        ]
        let lines = FailureLines.of(failedJob(output), in: nil)
        #expect(lines.prefix(4) == ["    | \\u{1B}[2Jgone\\u{7}", "    | 90 %", "    | a    b", "    | \\u{202E}txt"])
        #expect(lines.last?.count == 207)
    }

    @Test func aBareCommandThatFailedIsTold() {
        var record = failedJob([])
        record.outcome = .succeeded
        record.failure = nil
        record.direct = DirectRecord(order: .after, end: .commandFailed, seconds: 1, exitStatus: 2, outputTail: ["why"])
        #expect(
            FailureLines.of(record, in: nil)
                == ["    without an engine: command_failed: it ended with status 2", "    | why"])
    }
}
