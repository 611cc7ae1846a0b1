import Foundation
import Model
import Store
import Testing
import Tracking

@testable import Commands
@testable import SyntheticRuns

/// What `compare --confirm` starts, where both states can be built in one run. The run is played by a script.
@Suite struct RoundsAgainTests {
    /// The night of a planted comparison, measured again by a script with these lines.
    private func again(_ lines: String, in folder: String) async throws -> Night {
        let path = folder + "/results.sqlite"
        let database = try ResultsDatabase.open(path: path, access: .readWrite)
        var night = SyntheticNight()
        night.commits = [.init("slow", SyntheticState().with { $0.command = 3 })]
        night.source = { source in
            for index in source.revisions.indices { source.revisions[index].time = 1 }
        }
        try night.save(to: database)
        try database.close()
        let script = folder + "/played"
        try "#!/bin/sh\n\(lines)\n".write(toFile: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
        func located(_ id: UUID) throws -> LocatedRun {
            try RunReferenceArgument(argument: "\(path)#\(id.uuidString)").located(in: path)
        }
        let rounds = try #require(
            RoundsAgain(
                try located(SyntheticNight.base), try located(SyntheticNight.night),
                try ConfirmationOptions.parse(["--confirm", "--rounds", "2"]), executable: script))
        return try await rounds.run(terms: ComparisonTerms(), wanted: { _ in true }) { _ in }
    }

    @Test func bothStatesAreNamedByTheirRecordedRuns() async throws {
        try await CommandLines.withFolder { folder in
            // The second argument of `--db` is where the results go: the script notes its words, and copies the planted run.
            let night = try await again(
                """
                echo "$*" >"$0.words"
                while [ "$1" != --db ]; do shift; done
                cp "$(dirname "$0")/results.sqlite" "$2"
                """, in: folder)
            let words = try String(contentsOfFile: folder + "/played.words", encoding: .utf8)
            let path = URL(fileURLWithPath: folder + "/results.sqlite").path
            #expect(words.contains("--against \(path)#\(SyntheticNight.base.uuidString)"))
            #expect(words.contains("--candidate \(path)#\(SyntheticNight.night.uuidString) --rounds 24"))
            #expect(night.outcome == .regression)
        }
    }

    @Test func aRunThatIsRefusedIsNoConfirmation() async throws {
        try await CommandLines.withFolder { folder in
            let error = await #expect(throws: TrackingError.self) { try await again("exit 1", in: folder) }
            #expect(error?.code == .cannotConfirm)
        }
    }
}
