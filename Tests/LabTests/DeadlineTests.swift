import Engine
import Testing

@testable import Lab

@Suite struct DeadlineTests {
    @Test func workThatEndsInTimeGivesItsValue() async throws {
        let value = try await withDeadline(.now + .seconds(30)) { 42 }
        #expect(value == 42)
    }

    @Test func workThatTakesTooLongIsCancelled() async throws {
        await #expect(throws: DeadlinePassed.self) {
            try await withDeadline(.now + .milliseconds(20)) {
                try await Task.sleep(for: .seconds(60))
            }
        }
    }

    @Test func shieldedWorkIsNotCancelled() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await shieldedFromCancellation { Task.isCancelled }
        }
        task.cancel()
        #expect(try await task.value == false)
    }
}
