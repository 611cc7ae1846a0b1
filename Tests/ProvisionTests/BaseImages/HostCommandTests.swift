import Foundation
import Synchronization
import Testing

@testable import Provision

@Suite struct HostCommandTests {
    private let shell = HostTool(name: "sh", package: "dash")

    private func workshop<Value: Sendable>(_ body: (Workshop) async throws -> Value) async throws -> Value {
        try await workshop(in: try TemporaryDirectory(), body)
    }

    private func workshop<Value: Sendable>(
        in directory: TemporaryDirectory, _ body: (Workshop) async throws -> Value
    ) async throws -> Value {
        try await FileLock.hold("\(directory.path)/lock", waiting: {}) { lock in
            try await body(
                Workshop(directory: directory.path, cache: directory.path, lock: lock, announce: { _ in }))
        }
    }

    @Test func returnsOutputAndReportsErrorLines() async throws {
        let lines = Mutex<[String]>([])
        let output = try await workshop { workshop in
            try await workshop.run(shell, ["-c", "echo out; echo one >&2; echo two >&2"]) { line in
                lines.withLock { $0.append(line) }
            }
        }
        #expect(output == "out\n")
        #expect(lines.withLock { $0 } == ["one", "two"])
    }

    @Test func runsWithinAnotherProgram() async throws {
        let output = try await workshop {
            try await $0.run(shell, ["-c", "echo $PLANTED"], within: ["env", "PLANTED=yes"])
        }
        #expect(output == "yes\n")
    }

    @Test func failureCarriesTheLastLines() async throws {
        let error = await #expect(throws: PreparationError.self) {
            try await workshop { try await $0.run(shell, ["-c", "seq 100 >&2; exit 3"]) }
        }
        #expect(error?.code == .commandFailed)
        #expect(error?.cause?.hasSuffix("99\n100") == true)
        #expect(error?.cause?.split(separator: "\n").count == 12)
    }

    @Test func missingToolNamesItsPackage() async throws {
        let tool = HostTool(name: "no-such-program", package: "the-package")
        let error = await #expect(throws: PreparationError.self) {
            try await workshop { try await $0.run(tool, []) }
        }
        #expect(error?.code == .missingTool)
        #expect(error?.message.contains("apt-get install the-package") == true)
    }

    @Test func cancellationEndsTheProgramAndWhatItStarted() async throws {
        let began = ContinuousClock.now
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await workshop { workshop in
                        // The inner sleep keeps the pipe open unless it is ended too.
                        _ = try await workshop.run(shell, ["-c", "sleep 60 & wait"])
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
        try await workshop(in: directory) { workshop in
            // Left behind on purpose: as the program of a killed Plimsoll would be.
            _ = try await workshop.run(shell, ["-c", "exec 3<&0; sleep 1 <&3 >/dev/null 2>&1 &"])
        }
        let began = ContinuousClock.now
        let waited = try await workshop(in: directory) { _ in began.duration(to: .now) }
        #expect(waited > .milliseconds(500))
    }
}
