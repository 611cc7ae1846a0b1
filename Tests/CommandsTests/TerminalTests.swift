import Foundation
import Records
import Testing

@testable import Commands

@Suite struct TerminalTests {
    @Test func columnsLineUp() {
        var table = TextTable(["NAME", "STATE"])
        table.add(["a", "fine"])
        table.add(["longer", ""])
        #expect(table.text == "NAME    STATE\na       fine\nlonger")
    }

    @Test func aBarFillsInProportion() {
        #expect(ProgressBar(done: 0, total: 4, width: 4).text == "[····]")
        #expect(ProgressBar(done: 2, total: 4, width: 4).text == "[##··]")
        #expect(ProgressBar(done: 4, total: 4, width: 4).text == "[####]")
        #expect(ProgressBar(done: 0, total: 0, width: 4).text == "[····]")
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
            JobLine(record, done: 4, total: 84).text
                == "[ 4/84]  scap    builder=legacy    source      command_failed  wall   2.500 s  "
                + "command   2.000 s  overhead   0.500 s  - the command ended with status 1")
    }
}
