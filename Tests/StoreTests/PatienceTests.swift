import Foundation
import GRDB
import Model
import Synchronization
import Testing

@testable import Store

/// Writes beside another program that holds the file.
@Suite(.serialized, .timeLimit(.minutes(2))) struct PatienceTests {
    /// Holds the file's write lock on a thread of its own, and says when it has it.
    private func hold(_ path: String, for seconds: Double) async throws {
        let other = try DatabaseQueue(path: path)
        await withCheckedContinuation { held in
            Thread.detachNewThread {
                try? other.inTransaction(.exclusive) { _ in
                    held.resume()
                    Thread.sleep(forTimeInterval: seconds)
                    return .rollback
                }
            }
        }
    }

    @Test func aWriteWaitsLongerThanTheBusyTimeoutAndSaysSo() async throws {
        try await withDatabase { path, run in
            let database = try ResultsDatabase.open(path: path, access: .readWrite, busyTimeout: 0.2)
            let told = Mutex<[String]>([])
            let writer = PatientWriter(database) { line in told.withLock { $0.append(line) } }
            _ = try await writer.write { try $0.save(Samples.job(position: 0), run: run.id) }
            let before = database.statements
            _ = try await writer.write { try $0.save(Samples.job(position: 1), run: run.id) }
            let usual = database.statements - before
            try await hold(path, for: 2)
            _ = try await writer.write { try $0.save(Samples.job(position: 2), run: run.id) }
            #expect(database.statements - before == 2 * usual, "attempts that failed are not counted")
            #expect(try database.jobs(run: run.id).count == 3)
            #expect((1.5...4).contains(writer.waited))
            let lines = told.withLock { $0 }
            #expect(lines.count == 2 && lines[0].contains("fuser") && lines[1].contains("again"), "\(lines)")
        }
    }

    /// As many writes as the machine has cores are blocked, and more: a task that only looks at the clock must not be.
    @Test func aBlockedWriteKeepsNobodyElsesClock() async throws {
        try await withDatabase { path, run in
            let database = try ResultsDatabase.open(path: path, access: .readWrite, busyTimeout: 5)
            let writer = PatientWriter(database) { _ in }
            try await hold(path, for: 2)
            let longest = try await withThrowingTaskGroup(of: Duration?.self) { group in
                for position in 0..<(2 * ProcessInfo.processInfo.activeProcessorCount) {
                    group.addTask {
                        _ = try await writer.write { try $0.save(Samples.job(position: position), run: run.id) }
                        return nil
                    }
                }
                group.addTask {
                    var longest = Duration.zero
                    for _ in 0..<150 {
                        let began = ContinuousClock.now
                        try await Task.sleep(for: .milliseconds(10))
                        longest = max(longest, ContinuousClock.now - began)
                    }
                    return longest
                }
                return try await group.reduce(Duration.zero) { max($0, $1 ?? .zero) }
            }
            #expect(longest < .seconds(1), "the clock stood still for \(longest)")
        }
    }

    @Test func patienceHasAnEndThatSaysWhatToDo() async throws {
        try await withDatabase { path, run in
            let database = try ResultsDatabase.open(path: path, access: .readWrite, busyTimeout: 0.1)
            try await hold(path, for: 3)
            let error = await #expect(throws: ResultsError.self) {
                try await PatientWriter(database, patience: .milliseconds(500)) { _ in }
                    .write { try $0.end(run: run.id, at: Samples.start, reason: "finished") }
            }
            #expect(error?.code == .locked && error?.message.contains("--resume") == true)
            #expect(try database.run(run.id)?.endReason == nil)
        }
    }

    private func withDatabase(_ body: (String, RunRecord) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plimsoll-patience-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("results.sqlite").path
        let run = Samples.run()
        try ResultsDatabase.open(path: path, access: .readWrite).begin(run)
        try await body(path, run)
    }
}
