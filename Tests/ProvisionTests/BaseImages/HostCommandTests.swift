import Foundation
import Synchronization
import Testing

@testable import Provision

@Suite struct HostCommandTests {
    private let shell = HostTool(name: "sh", package: "dash")

    private func locked<Value: Sendable>(_ body: (FileLock, String) async throws -> Value) async throws -> Value {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/lock"
        return try await FileLock.hold(path, waiting: {}) { try await body($0, path) }
    }

    @Test func returnsOutputAndReportsErrorLines() async throws {
        let lines = Mutex<[String]>([])
        let output = try await locked { lock, _ in
            try await HostCommand(tool: shell, arguments: ["-c", "echo out; echo one >&2; echo two >&2"])
                .run(holding: lock) { line in lines.withLock { $0.append(line) } }
        }
        #expect(output == "out\n")
        #expect(lines.withLock { $0 } == ["one", "two"])
    }

    @Test func runsWithinAnotherProgram() async throws {
        let output = try await locked { lock, _ in
            try await HostCommand(tool: shell, arguments: ["-c", "echo $PLANTED"], within: ["env", "PLANTED=yes"])
                .run(holding: lock)
        }
        #expect(output == "yes\n")
    }

    @Test func failureCarriesTheLastLines() async throws {
        let error = await #expect(throws: PreparationError.self) {
            try await locked { lock, _ in
                try await HostCommand(tool: shell, arguments: ["-c", "seq 100 >&2; exit 3"]).run(holding: lock)
            }
        }
        #expect(error?.code == .commandFailed)
        #expect(error?.cause?.hasSuffix("99\n100") == true)
        #expect(error?.cause?.split(separator: "\n").count == 12)
    }

    @Test func missingToolNamesItsPackage() async throws {
        let tool = HostTool(name: "no-such-program", package: "the-package")
        let error = await #expect(throws: PreparationError.self) {
            try await locked { lock, _ in try await HostCommand(tool: tool, arguments: []).run(holding: lock) }
        }
        #expect(error?.code == .missingTool)
        #expect(error?.message.contains("apt-get install the-package") == true)
    }

    @Test func cancellationEndsTheProgramAndWhatItStarted() async throws {
        let began = ContinuousClock.now
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await locked { lock, _ in
                        // The inner sleep keeps the pipe open unless it is ended too.
                        _ = try await HostCommand(tool: shell, arguments: ["-c", "sleep 60 & wait"]).run(holding: lock)
                    }
                }
                try await Task.sleep(for: .milliseconds(200))
                group.cancelAll()
                try await group.waitForAll()
            }
        }
        #expect(began.duration(to: .now) < .seconds(20))
    }

    @Test func theLockOutlivesItsHolderWhileTheProgramRuns() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/lock"
        try await FileLock.hold(path, waiting: {}) { lock in
            // Left behind on purpose: as the program of a killed Plimsoll would be.
            _ = try await HostCommand(tool: shell, arguments: ["-c", "exec 3<&0; sleep 1 <&3 >/dev/null 2>&1 &"]).run(
                holding: lock)
        }
        let began = ContinuousClock.now
        let waited = try await FileLock.hold(path, waiting: {}) { _ in began.duration(to: .now) }
        #expect(waited > .milliseconds(500))
    }
}
