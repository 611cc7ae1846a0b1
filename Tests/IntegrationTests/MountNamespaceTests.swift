import Foundation
import Testing

extension IntegrationTests {
    /// An engine and a registry of a Plimsoll in another mount namespace, whose state nobody outside sees.
    @Suite(.serialized, .timeLimit(.minutes(5))) struct MountNamespaceTests {
        /// Runs `plimsoll` in a mount namespace of its own, with a tmpfs at `place`, then `body`; what was begun there is taken down
        /// from inside.
        private func withHiddenState(
            _ scratch: Scratch, name: String, _ body: @escaping @Sendable () async throws -> Void
        ) async throws {
            let plimsoll = "'\(PlimsollCommand.executable)'"
            let state = "--state \(scratch.path("hidden"))/state"
            // The namespace lives as long as this script, which ends when the file is there.
            try scratch.write(
                """
                set -euo pipefail
                mount -t tmpfs hidden \(scratch.path("hidden"))
                down() {
                    \(plimsoll) registry down \(state) --name r\(name) || true
                    \(plimsoll) engine down \(state) --name e\(name)
                    umount \(scratch.path("hidden"))
                }
                trap down EXIT
                \(plimsoll) engine up \(state) --name e\(name) --engine-disk 2GiB
                \(plimsoll) registry up \(state) --name r\(name)
                touch \(scratch.path("up"))
                while [ ! -e \(scratch.path("done")) ]; do sleep 0.1; done
                """, to: "inside.sh")
            try FileManager.default.createDirectory(atPath: scratch.plain("hidden"), withIntermediateDirectories: true)
            async let inside = Shell.run(
                "unshare --mount --propagation private bash \(scratch.path("inside.sh")) 2>&1")
            do {
                for _ in 0..<600 where !FileManager.default.fileExists(atPath: scratch.plain("up")) {
                    try await Task.sleep(for: .milliseconds(100))
                }
                try #require(FileManager.default.fileExists(atPath: scratch.plain("up")))
                try await body()
            } catch {
                try scratch.write("", to: "done")
                _ = try? await inside
                throw error
            }
            try scratch.write("", to: "done")
            _ = try await inside
        }

        @Test func whatIsNotSeenFromHereIsLeftAlone() async throws {
            try await Scratch.with { scratch in
                let name = "\(getpid() % 100_000)"
                try await withHiddenState(scratch, name: name) {
                    let state = ["--state", scratch.plain("state")]
                    let socket = "/run/plimsoll/e\(name)/docker.sock"
                    func expectUnharmed(after verb: [String]) async throws {
                        let ended = try await PlimsollCommand.run(verb + state)
                        #expect(ended.code == 0, "\(verb): \(ended.messages)")
                        let answer = try await Shell.run("curl -sS --unix-socket \(socket) http://engine/_ping")
                        #expect(answer == "OK", "after \(verb): \(ended.messages)")
                        #expect(FileManager.default.fileExists(atPath: "/run/plimsoll/r\(name)/claim.json"))
                        guard verb == ["clean"] else { return }
                        for part in ["e\(name)", "r\(name)"] {
                            #expect(ended.messages.contains("\(part) is not touched"), "\(verb): \(ended.messages)")
                        }
                    }
                    #expect(!FileManager.default.fileExists(atPath: scratch.plain("hidden/state")))
                    try await expectUnharmed(after: ["clean"])
                    try await expectUnharmed(after: ["engine", "up", "--name", "o\(name)", "--engine-disk", "2GiB"])
                    try await expectUnharmed(after: ["engine", "down", "--name", "o\(name)"])
                    try await expectUnharmed(after: ["engine", "down"])
                }
                // Taken down from inside, nothing of it is left.
                for part in ["e\(name)", "r\(name)"] {
                    #expect(!FileManager.default.fileExists(atPath: "/run/plimsoll/\(part)"))
                }
            }
        }
    }
}
