import Foundation
import Testing

@testable import Provision

@Suite struct ProcessIdentityTests {
    @Test func thisProcessIsAlive() throws {
        let identity = try #require(ProcessIdentity.current())
        #expect(identity.pid == getpid())
        #expect(identity.started > 0)
        #expect(identity.isAlive())
    }

    @Test func statusIsReadBehindAWildCommand() throws {
        let status = try #require(ProcessStatus(line: line(command: "a) R 1 (b c", state: "S", started: 4711)))
        #expect(status.state == "S")
        #expect(status.parent == 7)
        #expect(status.started == 4711)
    }

    @Test func cutLineIsNoStatus() {
        #expect(ProcessStatus(line: "42 (sh) S 7 42") == nil)
        #expect(ProcessStatus(line: "") == nil)
    }

    @Test func aLaterProcessWithTheNumberIsNotTheSame() throws {
        try withProcesses { root, plant in
            try plant("S", 100, "boot-a")
            let identity = try #require(ProcessIdentity(pid: 42, processes: root))
            #expect(identity.isAlive(processes: root))
            try plant("S", 101, "boot-a")
            #expect(!identity.isAlive(processes: root))
            try plant("S", 100, "boot-b")
            #expect(!identity.isAlive(processes: root))
            try plant("Z", 100, "boot-a")
            #expect(!identity.isAlive(processes: root))
            try plant("S", 100, "boot-a")
            #expect(identity.isAlive(processes: root))
            #expect(ProcessIdentity(pid: 43, processes: root) == nil)
        }
    }

    private func line(command: String, state: String, started: Int) -> String {
        "42 (\(command)) \(state) 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 \(started) 1000 10 18446744073709551615\n"
    }

    private func withProcesses(
        _ body: (_ root: String, _ plant: (_ state: String, _ started: Int, _ boot: String) throws -> Void) throws ->
            Void
    ) throws {
        try withTemporaryDirectory { root in
            let manager = FileManager.default
            try manager.createDirectory(atPath: "\(root)/42", withIntermediateDirectories: true)
            try manager.createDirectory(atPath: "\(root)/sys/kernel/random", withIntermediateDirectories: true)
            try body(root) { state, started, boot in
                try line(command: "sh", state: state, started: started)
                    .write(toFile: "\(root)/42/stat", atomically: true, encoding: .utf8)
                try boot.write(toFile: "\(root)/sys/kernel/random/boot_id", atomically: true, encoding: .utf8)
            }
        }
    }
}
