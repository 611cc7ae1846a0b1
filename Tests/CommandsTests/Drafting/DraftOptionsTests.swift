import ArgumentParser
import Foundation
import Testing

@testable import Commands

/// What `plimsoll init`, `plan --git` and `run --git` take.
@Suite struct DraftOptionsTests {
    @Test(arguments: [
        (["run", "--git", ".", "x.yaml"], "--git replays without a scenario file: leave out x.yaml"),
        (["plan"], "Name a scenario, such as overhead, or its file; or a repository by --git."),
        (["plan", "x.yaml", "--dockerfile", "y"], "--dockerfile, --command and --revisions need --git."),
        (["run", "x.yaml", "--revisions", "3"], "--dockerfile, --command and --revisions need --git."),
        (["init", "--revisions", "0"], "--revisions must be 1 to 200."),
        (["init", "--command", "a 'b"], "--command takes a command with closed quotes"),
        (["init", "--command", " "], "--command takes a command with closed quotes"),
    ])
    func whatDoesNotGoTogetherIsRefused(words: [String], message: String) {
        let error = #expect(throws: (any Error).self) { try Tool.parseAsRoot(words) }
        guard let error else { return }
        #expect(Tool.exitCode(for: error).rawValue == 64)
        #expect(Tool.fullMessage(for: error).contains(message), "\(Tool.fullMessage(for: error))")
    }

    @Test(arguments: [
        ("make test", ["make", "test"]), ("a 'b c' \"d e\"", ["a", "b c", "d e"]), ("a\\ b", ["a b"]),
        ("a ''", ["a", ""]),
        ("a '$x|y'", ["a", "$x|y"]), ("a && b", ["sh", "-c", "a && b"]), ("a $X", ["sh", "-c", "a $X"]),
        ("cat *.c", ["sh", "-c", "cat *.c"]), ("a \"$X\"", ["sh", "-c", "a \"$X\""]),
    ])
    func aCommandIsSplitAsAShellDoes(line: String, words: [String]) { #expect(ShellWord.words(of: line) == words) }

    @Test func aRepositoryMayHaveARange() async throws {
        try await CommandLines.withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/a#b", withIntermediateDirectories: true)
            let plain = try GitTarget("\(folder)/a#b")
            #expect(plain.path == "\(folder)/a#b" && plain.range == nil)
            let ranged = try GitTarget("\(folder)/a#b#v1..v2")
            #expect(ranged.path == "\(folder)/a#b" && ranged.range == "v1..v2")
            #expect(try GitTarget("#main").path == "." && GitTarget(".").range == nil)
            #expect(throws: UsageError.self) { try GitTarget("\(folder)#") }
        }
    }
}
