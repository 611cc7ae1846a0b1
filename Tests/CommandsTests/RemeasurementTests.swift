import ArgumentParser
import Foundation
import Model
import Store
import Testing
import Tracking

@testable import Commands
@testable import SyntheticRuns

/// What measures a side again, and what comes of it. The measuring itself is played by a shell that copies a planted database.
@Suite struct RemeasurementTests {
    private func record(_ commandLine: [String]) -> RunRecord {
        var record = SyntheticRun().record
        record.commandLine = commandLine
        return record
    }

    @Test func aRunsOwnCommandIsRepeatedElsewhere() {
        let command = MeasuringCommand(
            of: record([
                "plimsoll", "run", "a b.yaml", "--db", "x.sqlite", "--seed", "7", "--json", "--db=y.sqlite", "--resume",
                "--engine", "unix:///run/d.sock",
            ]), executable: "/opt/plimsoll")
        #expect(command.shell == "/opt/plimsoll run 'a b.yaml' --seed 7 --engine unix:///run/d.sock")
        #expect(
            command.words(database: "/t/1.sqlite") == [
                "/bin/sh", "-c", "exec \(command.shell) \"$@\" >&2", "sh", "--db", "/t/1.sqlite", "--quiet",
            ])
    }

    @Test func theSameOnBothSidesIsRefused() throws {
        let comparison = try planted(1, 1.2)
        do {
            let options = try ConfirmationOptions.parse(["--confirm"])
            _ = try Remeasurement(comparison, options: options, executable: "/opt/plimsoll")
            Issue.record("the same was measured on both sides")
        } catch let error as TrackingError {
            #expect(error.code == .sameSides && ErrorText(error).status == ExitStatus.usage)
        }
    }

    @Test func bothSidesAreMeasuredInTurnAndHeldAgainstEachOther() async throws {
        try await CommandLines.withFolder { folder in
            let slow = try planted(1, 1.2, in: folder)
            #expect(slow.outcome == .regression)
            // The shell copies its side's database to where the results go, and notes its turn.
            func side(_ name: String, copying database: String) -> String {
                "/bin/sh -c 'cp \"$1\" \"$4\" && printf \(name) >>\"$2\"' sh \(folder)/\(database) \(folder)/turns"
            }
            let options = try ConfirmationOptions.parse([
                "--confirm", "--base-with", side("a", copying: "base.sqlite"), "--candidate-with",
                side("b", copying: "candidate.sqlite"),
            ])
            let again = try await Remeasurement(slow, options: options, executable: "x").run { _ in }
            #expect(try String(contentsOfFile: folder + "/turns", encoding: .utf8) == "abba")
            #expect(again.turns == 2 && again.outcome(of: slow) == .regression)
            let refuted = try ConfirmationOptions.parse([
                "--confirm", "--base-with", side("a", copying: "base.sqlite"), "--candidate-with",
                side("c", copying: "base.sqlite"),
            ])
            let other = try await Remeasurement(slow, options: refuted, executable: "x").run { _ in }
            #expect(other.outcome(of: slow) == .unchanged)
        }
    }

    @Test func aCommandThatFailsIsNoConfirmation() async throws {
        let slow = try planted(1, 1.2)
        let options = try ConfirmationOptions.parse(["--confirm", "--base-with", "false"])
        await #expect(throws: TrackingError.self) {
            try await Remeasurement(slow, options: options, executable: "true").run { _ in }
        }
    }

    /// Two planted runs, each in a database of its own where a folder is given.
    private func planted(
        _ base: Double, _ candidate: Double, in folder: String? = nil
    ) throws -> Comparison {
        let sides = try [("base", base), ("candidate", candidate)].map { name, overhead in
            var run = SyntheticRun()
            run.record.id = UUID()
            run.plant(SyntheticRun.around(overhead, spread: 0.01 * overhead))
            let database =
                try folder.map { try ResultsDatabase.open(path: "\($0)/\(name).sqlite", access: .readWrite) }
                ?? ResultsDatabase.inMemory()
            try run.save(to: database)
            let measured = try MeasuredRun.read(database, run: run.record.id)
            try database.close()
            return measured
        }
        return Comparison.make(base: sides[0], candidate: sides[1])
    }
}
