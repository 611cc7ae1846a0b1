import Foundation
import Testing

@testable import Lab

@Suite struct RunDirectoryTests {
    private func withState(_ body: (String) async throws -> Void) async throws {
        let state = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: state) }
        try await body(state)
    }

    @Test func aLivingRunIsNotAbandonedAndItsDirectoryGoesWithIt() async throws {
        try await withState { state in
            let run = UUID()
            try await RunDirectory.with(run: run, state: state, engine: "unix:///x.sock") { directory in
                #expect(FileManager.default.fileExists(atPath: directory.trees))
                #expect(RunDirectory.abandoned(in: state).isEmpty)
                #expect(RunDirectory.alive(in: state) == [run])
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: state + "/runs").isEmpty)
        }
    }

    @Test func aDirectoryWithoutALivingOwnerIsAbandoned() async throws {
        try await withState { state in
            let run = UUID()
            let path = "\(state)/runs/\(run.uuidString.lowercased())"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try "tcp://127.0.0.1:2375".write(toFile: path + "/engine", atomically: true, encoding: .utf8)
            #expect(
                RunDirectory.abandoned(in: state)
                    == [RunDirectory.Abandoned(run: run, path: path, engine: "tcp://127.0.0.1:2375")])
            #expect(RunDirectory.alive(in: state).isEmpty)
        }
    }

    @Test func aDirectoryThatWasNeverFinishedIsAbandonedWithItsOwner() async throws {
        try await withState { state in
            let dead = Process()
            dead.executableURL = URL(fileURLWithPath: "/bin/true")
            try dead.run()
            dead.waitUntilExit()
            let run = UUID()
            let path = "\(state)/runs/.new-\(run.uuidString.lowercased()).\(dead.processIdentifier)"
            let living = "\(state)/runs/.new-\(UUID().uuidString.lowercased()).\(getpid())"
            for directory in [path, living] {
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            }
            #expect(RunDirectory.abandoned(in: state) == [RunDirectory.Abandoned(run: run, path: path, engine: nil)])
        }
    }

    @Test func foreignFilesBesideAreLeftAlone() async throws {
        try await withState { state in
            try FileManager.default.createDirectory(atPath: state + "/runs/notes", withIntermediateDirectories: true)
            #expect(RunDirectory.abandoned(in: state).isEmpty)
        }
    }
}
