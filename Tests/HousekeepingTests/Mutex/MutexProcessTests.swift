import Foundation
import Testing

@testable import Housekeeping

/// The mutex beside other processes: `flock` of util-linux holds the same files.
@Suite struct MutexProcessTests {
    /// Starts a process that holds one of the mutex's files.
    private func holder(_ mutex: EngineMutex, _ file: String, shared: Bool) async throws -> Process {
        try await mutex.withShared(waitingAtMost: .seconds(1)) { _ in }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        // --no-fork: the command itself holds the lock, so that killing it is killing the holder.
        process.arguments = [
            shared ? "--shared" : "--exclusive", "--no-fork", "\(mutex.directory)/\(file)", "sleep", "60",
        ]
        try process.run()
        for _ in 0..<500 {
            if !LockHolder.all(of: "\(mutex.directory)/\(file)").isEmpty { return process }
            try await Task.sleep(for: .milliseconds(10))
        }
        process.terminate()
        Issue.record("flock did not take \(file)")
        return process
    }

    @Test func aBuildThatIsKilledLetsGo() async throws {
        try await MutexFolder.with { mutex in
            let build = try await holder(mutex, "hold", shared: true)
            defer { if build.isRunning { build.terminate() } }
            let error = await #expect(throws: MutexError.self) {
                try await mutex.withExclusive(waitingAtMost: .milliseconds(200)) { _ in }
            }
            #expect(error?.holders.map(\.process) == [build.processIdentifier])
            #expect(error?.description.contains("sleep 60") == true)
            // Other builds are none of its business.
            try await mutex.withShared(waitingAtMost: .milliseconds(200)) { _ in }
            kill(build.processIdentifier, SIGKILL)
            try await mutex.withExclusive(waitingAtMost: .seconds(5)) { _ in }
        }
    }

    @Test func aCollectionThatIsKilledLetsGo() async throws {
        try await MutexFolder.with { mutex in
            let collector = try await holder(mutex, "collector", shared: false)
            let hold = try await holder(mutex, "hold", shared: false)
            defer { for process in [collector, hold] where process.isRunning { process.terminate() } }
            let error = await #expect(throws: MutexError.self) {
                try await mutex.withExclusive(waitingAtMost: .seconds(9)) { _ in }
            }
            #expect(error?.code == .otherCollector)
            #expect(error?.holders.map(\.process) == [collector.processIdentifier])
            await #expect(throws: MutexError.self) {
                try await mutex.withShared(waitingAtMost: .milliseconds(200)) { _ in }
            }
            for process in [collector, hold] { kill(process.processIdentifier, SIGKILL) }
            try await mutex.withShared(waitingAtMost: .seconds(5)) { _ in }
            try await mutex.withExclusive(waitingAtMost: .seconds(5)) { _ in }
        }
    }

    @Test func aStoppedBuildInTheQueueDoesNotKeepCollectionsAway() async throws {
        try await MutexFolder.with { mutex in
            let stopped = try await holder(mutex, "queue", shared: true)
            defer { if stopped.isRunning { stopped.terminate() } }
            let waited = try await mutex.withExclusive(waitingAtMost: .seconds(20)) { $0.waited }
            #expect(waited > .seconds(1) && waited < .seconds(6))
        }
    }

    @Test func theKernelsTableIsRead() throws {
        let folder = NSTemporaryDirectory() + "plimsoll locks-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/lock"
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(LockHolder.all(of: file).isEmpty)
        let lock = try #require(try LockFile(path: file))
        #expect(lock.take(.exclusive))
        #expect(LockHolder.all(of: file).map(\.process) == [getpid()])
        lock.close()
        #expect(LockHolder.all(of: file).isEmpty)
        #expect(LockHolder.all(of: file, table: "/nonexistent").isEmpty)
    }
}
