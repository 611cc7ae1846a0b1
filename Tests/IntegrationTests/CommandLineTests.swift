import Foundation
import Store
import Testing

extension IntegrationTests {
    /// What every verb keeps to: statuses, standard output, databases. No engine is needed.
    @Suite(.serialized) struct CommandLineTests {
        /// Verbs that print a result and need nothing.
        private static let printing = [
            "plan scenarios/overhead.yaml", "plan scenarios/overhead.yaml --json", "questions", "doctor --json",
            "engine status", "registry status", "clean", "reference", "--help", "run --help", "--version",
            "--generate-completion-script bash",
        ]
        /// Verbs that look at a database.
        private static let reading = [
            "report", "questions", "history wall_s", "compare 12345678 87654321", "export --format csv", "simulate",
            "exclude 12345678 --undo",
            "baseline list", "baseline set main 12345678", "baseline delete main", "baseline show main",
            "selfcheck --run 6F9619FF-8B86-D011-B42D-00C04FC964FF",
        ]

        private func shell(_ line: String, in scratch: Scratch) async throws -> PlimsollCommand.Ended {
            try await PlimsollCommand.run([], prefix: ["/bin/bash", "-c", line + "\n#"])
        }

        /// A verb's line, with all that it keeps in the scratch folder.
        private func line(_ verb: String, _ scratch: Scratch) -> String {
            let keepsState = ["engine status", "registry status", "clean"].contains(verb)
            return "'\(PlimsollCommand.executable)' \(verb)" + (keepsState ? " --state \(scratch.path("state"))" : "")
        }

        @Test(arguments: printing) func outputThatCannotBeWrittenIsAnError(verb: String) async throws {
            try await Scratch.with { scratch in
                for target in [">/dev/full", ">&-", "1</dev/null"] {
                    let ended = try await shell("\(line(verb, scratch)) \(target)", in: scratch)
                    #expect(ended.code == 1, "\(verb) \(target): \(ended)")
                    let told = ended.messages.split(separator: "\n").filter { $0.hasPrefix("error: ") }
                    #expect(told.count == 1 && told[0].contains("standard output cannot be written"), "\(ended)")
                }
            }
        }

        @Test(arguments: printing) func aReaderThatGoesAwayIsNoError(verb: String) async throws {
            try await Scratch.with { scratch in
                let ended = try await shell(
                    "\(line(verb, scratch)) | true; echo ${PIPESTATUS[0]}", in: scratch)
                #expect(ended.output == "0\n" && ended.messages.isEmpty, "\(verb): \(ended)")
            }
        }

        @Test(arguments: reading) func noVerbThatReadsMakesADatabase(verb: String) async throws {
            try await Scratch.with { scratch in
                for name in ["none.sqlite", "no folder/none.sqlite"] {
                    let ended = try await shell("\(line(verb, scratch)) --db \(scratch.path(name))", in: scratch)
                    #expect(ended.code == 64 && ended.messages.contains("no results database"), "\(verb): \(ended)")
                }
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: scratch.root).allSatisfy {
                        ["out", "err"].contains($0)
                    })
            }
        }

        @Test(arguments: reading) func whatIsNoDatabaseIsRefusedUntouched(verb: String) async throws {
            try await Scratch.with { scratch in
                try scratch.write("", to: "empty")
                try scratch.write("question,answer\n", to: "text")
                try await Shell.run(
                    "mkdir \(scratch.path("folder")); sqlite3 \(scratch.path("other")) 'create table a (b)'")
                let before = try await Shell.run("cd \(scratch.path("")) && cksum empty text other")
                for (name, word) in [
                    ("empty", "is empty"), ("text", "not an SQLite"), ("folder", "is a folder"),
                    ("other", "another program"),
                    ("text/below", "no results database"),
                ] {
                    let ended = try await shell("\(line(verb, scratch)) --db \(scratch.path(name))", in: scratch)
                    #expect(ended.code == 64 && ended.messages.contains(word), "\(verb) \(name): \(ended)")
                }
                #expect(try await Shell.run("cd \(scratch.path("")) && cksum empty text other") == before)
            }
        }

        @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsWithItsStatus(signal: Int32) async throws {
            try await Scratch.with { scratch in
                // `import -` waits for its input, which a pipe of its own keeps open.
                try await Shell.run("mkfifo \(scratch.path("pipe"))")
                let db = scratch.path("db.sqlite")
                let ended = try await PlimsollCommand.run(
                    [],
                    prefix: [
                        "/bin/bash", "-c", "exec \(line("import -", scratch)) --db \(db) <>\(scratch.path("pipe"))\n#",
                    ]
                ) { process in
                    for _ in 0..<1000 where !FileManager.default.fileExists(atPath: scratch.plain("db.sqlite")) {
                        try await Task.sleep(for: .milliseconds(10))
                    }
                    kill(process, signal)
                }
                #expect(ended.code == 130, "\(ended)")
            }
        }
    }
}
