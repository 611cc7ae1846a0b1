import Foundation
import Housekeeping
import Testing

extension IntegrationTests {
    /// `plimsoll hold` as a CI job uses it. The mutex is a directory of the test's own: no engine is needed.
    @Suite(.serialized) struct HoldTests {
        private func hold(_ scratch: Scratch, _ words: [String]) -> [String] {
            ["hold", "--mutex", scratch.plain("mutex"), "--"] + words
        }

        /// Waits until the command has made a file to say that it runs.
        private func waitForFile(_ path: String) async throws {
            for _ in 0..<1000 where !FileManager.default.fileExists(atPath: path) {
                try await Task.sleep(for: .milliseconds(10))
            }
        }

        @Test func theCommandsOutputAndStatusAreItsOwn() async throws {
            try await Scratch.with { scratch in
                let fine = try await PlimsollCommand.run(hold(scratch, ["printf", "%s|", "a b", "--help"]))
                #expect(fine.code == 0 && fine.output == "a b|--help|" && fine.messages.isEmpty)
                let failed = try await PlimsollCommand.run(hold(scratch, ["sh", "-c", "echo no >&2; exit 7"]))
                #expect(failed.code == 7 && failed.messages == "no\n")
                let missing = try await PlimsollCommand.run(hold(scratch, ["no-such-command"]))
                #expect(missing.code == 127 && missing.messages.contains("no-such-command"))
            }
        }

        /// The right value is what `env` says of the same words.
        @Test func whatCannotBeRunEndsAsWithEnv() async throws {
            try await Scratch.with { scratch in
                try scratch.write("#!/no/such/interpreter\n", to: "bad")
                try scratch.write("echo hi $1\n", to: "plain")
                try scratch.write("echo hi\n", to: "closed")
                try await Shell.run("cd \(scratch.path("")) && chmod +x bad plain && chmod 644 closed && mkdir folder")
                let places = ["bad", "plain", "closed", "folder", "none", "closed/below"].map(scratch.plain)
                for word in ["/etc/passwd", "/tmp", "no-such-command", "", "./README.md"] + places {
                    let held = try await PlimsollCommand.run(hold(scratch, [word, "you"]))
                    let status = try await Shell.run("env '\(word)' you >/dev/null 2>&1 || echo -n $?")
                    #expect(held.code == Int32(status) ?? 0, "\(word): \(held)")
                    #expect(held.messages.split(separator: "\n").count == (held.code == 0 ? 0 : 1), "\(held)")
                }
                // By their names alone, on the PATH.
                for (word, status) in [("plain", "0"), ("bad", "127"), ("closed", "126"), ("folder", "126")] {
                    let line =
                        "PATH=\(scratch.path("")):$PATH '\(PlimsollCommand.executable)' hold --mutex \(scratch.path("m"))"
                    let output = try await Shell.run("\(line) -- \(word) you 2>&1 || echo $?")
                    #expect(output.hasSuffix(word == "plain" ? "hi you\n" : "\(status)\n"), "\(word): \(output)")
                }
            }
        }

        @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGUSR1]) func signalsReachTheCommand(signal: Int32) async throws {
            try await Scratch.with { scratch in
                let script = #"trap 'echo caught; exit 9' TERM INT HUP USR1; touch "$0"; while :; do sleep 0.05; done"#
                let words = hold(scratch, ["bash", "-c", script, scratch.plain("ready")])
                let ended = try await PlimsollCommand.run(words) { process in
                    try await waitForFile(scratch.plain("ready"))
                    kill(process, signal)
                }
                #expect(ended.code == 9 && ended.output == "caught\n", "\(ended)")
            }
        }

        @Test func aCommandEndedByASignalEndsItLikewise() async throws {
            try await Scratch.with { scratch in
                let ended = try await PlimsollCommand.run(hold(scratch, ["sh", "-c", "kill -TERM $$"]))
                #expect(ended.status == .signaled(SIGTERM))
                let killed = try await PlimsollCommand.run(hold(scratch, ["sh", "-c", "kill -KILL $$"]))
                #expect(killed.code == 137)
            }
        }

        @Test func itHoldsWhileTheCommandRunsAndNoLongerHoweverItEnds() async throws {
            try await Scratch.with { scratch in
                let mutex = EngineMutex(directory: scratch.plain("mutex"))
                let words = hold(scratch, ["sh", "-c", #"touch "$0"; exec sleep 5"#, scratch.plain("ready")])
                _ = try await PlimsollCommand.run(words) { process in
                    try await waitForFile(scratch.plain("ready"))
                    let error = await #expect(throws: MutexError.self) {
                        try await mutex.withExclusive(waitingAtMost: .milliseconds(200)) { _ in }
                    }
                    #expect(error?.code == .waitedTooLong && error?.description.contains("plimsoll hold") == true)
                    try await mutex.withShared(waitingAtMost: .milliseconds(200)) { _ in }
                    kill(process, SIGKILL)
                }
                try await mutex.withExclusive(waitingAtMost: .seconds(2)) { _ in }
            }
        }

        @Test func aCollectionIsWaitedForAndThatIsSaid() async throws {
            try await Scratch.with { scratch in
                let mutex = EngineMutex(directory: scratch.plain("mutex"))
                async let ended = try await mutex.withExclusive(waitingAtMost: .seconds(1)) { _ in
                    try await Task.sleep(for: .seconds(2))
                    return ContinuousClock.now
                }
                try await Task.sleep(for: .milliseconds(300))
                let held = try await PlimsollCommand.run(hold(scratch, ["echo", "in"]))
                let now = ContinuousClock.now
                #expect(held.code == 0 && held.output == "in\n")
                #expect(held.messages.contains("waiting for a garbage collection") && held.messages.contains("waited"))
                #expect(try await ended < now)
            }
        }

        @Test func itGivesUpAfterItsPatience() async throws {
            try await Scratch.with { scratch in
                let mutex = EngineMutex(directory: scratch.plain("mutex"))
                try await mutex.withExclusive(waitingAtMost: .seconds(1)) { _ in
                    let held = try await PlimsollCommand.run(
                        [
                            "hold", "--mutex", scratch.plain("mutex"), "--wait", "1s", "--", "touch",
                            scratch.plain("ran"),
                        ])
                    #expect(held.code == 1 && held.messages.contains("held by process"))
                    #expect(!FileManager.default.fileExists(atPath: scratch.plain("ran")))
                }
            }
        }
    }
}
