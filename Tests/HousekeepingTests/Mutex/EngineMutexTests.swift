import Foundation
import Synchronization
import Testing

@testable import Housekeeping

/// The mutex within one process; each holder opens the files anew, as another process would.
@Suite struct EngineMutexTests {
    /// Who is inside, and what should never be seen.
    private final class Room: Sendable {
        private struct State {
            var builds = 0
            var collectors = 0
            var mostBuilds = 0
            var clashes = 0
            var entered = 0
        }

        private let state = Mutex(State())

        var mostBuilds: Int { state.withLock { $0.mostBuilds } }
        var clashes: Int { state.withLock { $0.clashes } }
        var entered: Int { state.withLock { $0.entered } }

        func build(for duration: Duration) async throws {
            state.withLock { state in
                state.builds += 1
                state.entered += 1
                state.mostBuilds = max(state.mostBuilds, state.builds)
                if state.collectors > 0 { state.clashes += 1 }
            }
            try await Task.sleep(for: duration)
            state.withLock { $0.builds -= 1 }
        }

        func collect(for duration: Duration) async throws {
            state.withLock { state in
                state.collectors += 1
                if state.builds > 0 || state.collectors > 1 { state.clashes += 1 }
            }
            try await Task.sleep(for: duration)
            state.withLock { state in
                if state.builds > 0 { state.clashes += 1 }
                state.collectors -= 1
            }
        }
    }

    @Test func buildsShareAndCollectionsDoNot() async throws {
        try await MutexFolder.with { mutex in
            let room = Room()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await Task.sleep(for: .milliseconds(number * 3 % 50))
                        try await mutex.withShared(waitingAtMost: .seconds(30)) { _ in
                            try await room.build(for: .milliseconds(20))
                        }
                    }
                }
                for _ in 0..<5 {
                    group.addTask {
                        while true {
                            do {
                                try await mutex.withExclusive(waitingAtMost: .seconds(30)) { _ in
                                    try await room.collect(for: .milliseconds(10))
                                }
                                return
                            } catch let error as MutexError where error.code == .otherCollector {
                                try await Task.sleep(for: .milliseconds(5))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(room.clashes == 0)
            #expect(room.mostBuilds > 1, "builds must be able to run together")
            #expect(room.entered == 40)
        }
    }

    /// Without the gate there would always be a build inside.
    @Test func aStreamOfBuildsDoesNotStarveACollection() async throws {
        try await MutexFolder.with { mutex in
            let room = Room()
            let waited = try await withThrowingTaskGroup(of: Duration?.self) { group in
                for stream in 0..<6 {
                    group.addTask {
                        try await Task.sleep(for: .milliseconds(stream * 25))
                        while !Task.isCancelled {
                            try await mutex.withShared(waitingAtMost: .seconds(30)) { _ in
                                try await room.build(for: .milliseconds(150))
                            }
                        }
                        return nil
                    }
                }
                group.addTask {
                    try await Task.sleep(for: .milliseconds(400))
                    return try await mutex.withExclusive(waitingAtMost: .seconds(20)) { hold in
                        try await room.collect(for: .milliseconds(20))
                        return hold.waited
                    }
                }
                defer { group.cancelAll() }
                while let result = try await group.next() {
                    if let result { return result }
                }
                return .zero
            }
            #expect(waited < .seconds(2), "no longer than the builds that were at work: \(waited)")
            #expect(waited > .zero && room.clashes == 0 && room.mostBuilds > 2)
        }
    }

    /// Collections one after the other, as fast as they can: without the queue a build would have to be lucky.
    @Test func aStreamOfCollectionsDoesNotStarveABuild() async throws {
        try await MutexFolder.with { mutex in
            let room = Room()
            let waits = try await withThrowingTaskGroup(of: [Duration].self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        while !Task.isCancelled {
                            do {
                                try await mutex.withExclusive(waitingAtMost: .seconds(30)) { _ in
                                    try await room.collect(for: .milliseconds(100))
                                }
                            } catch let error as MutexError where error.code == .otherCollector {
                                try await Task.sleep(for: .milliseconds(1))
                            }
                        }
                        return []
                    }
                }
                group.addTask {
                    var waits: [Duration] = []
                    for _ in 0..<8 {
                        try await Task.sleep(for: .milliseconds(30))
                        let wait = try await mutex.withShared(waitingAtMost: .seconds(30)) { hold in
                            try await room.build(for: .milliseconds(5))
                            return hold.waited
                        }
                        waits.append(wait)
                    }
                    return waits
                }
                defer { group.cancelAll() }
                while let result = try await group.next() {
                    if !result.isEmpty { return result }
                }
                return []
            }
            #expect(waits.count == 8 && room.clashes == 0)
            #expect(waits.allSatisfy { $0 < .milliseconds(1000) }, "one collection, not many: \(waits)")
        }
    }

    @Test func aCollectionThatGivesUpOpensTheGate() async throws {
        try await MutexFolder.with { mutex in
            try await mutex.withShared(waitingAtMost: .seconds(1)) { _ in
                let began = ContinuousClock.now
                let error = await #expect(throws: MutexError.self) {
                    try await mutex.withExclusive(waitingAtMost: .milliseconds(300)) { _ in }
                }
                #expect(error?.code == .waitedTooLong)
                #expect(error?.holders.map(\.process) == [getpid()], "it says who")
                #expect(ContinuousClock.now - began < .seconds(3))
                let wait = try await mutex.withShared(waitingAtMost: .seconds(5)) { $0.waited }
                #expect(wait < .seconds(1))
            }
        }
    }

    @Test func aBuildDoesNotWaitForEver() async throws {
        try await MutexFolder.with { mutex in
            try await mutex.withExclusive(waitingAtMost: .seconds(1)) { _ in
                let told = Mutex(0)
                let error = await #expect(throws: MutexError.self) {
                    try await mutex.withShared(waitingAtMost: .milliseconds(200)) {
                        told.withLock { $0 += 1 }
                    } _: { _ in
                    }
                }
                let times = told.withLock { $0 }
                #expect(error?.code == .waitedTooLong && times == 1)
                let other = await #expect(throws: MutexError.self) {
                    try await mutex.withExclusive(waitingAtMost: .seconds(9)) { _ in }
                }
                #expect(other?.code == .otherCollector)
            }
        }
    }

    @Test func waitingIsMeasured() async throws {
        try await MutexFolder.with { mutex in
            let free = try await mutex.withShared(waitingAtMost: .seconds(1)) { $0.waitedSeconds }
            #expect(free < 0.1)
            async let held: Void = mutex.withExclusive(waitingAtMost: .seconds(1)) { _ in
                try await Task.sleep(for: .milliseconds(400))
            }
            try await Task.sleep(for: .milliseconds(100))
            let waited = try await mutex.withShared(waitingAtMost: .seconds(5)) { $0.waitedSeconds }
            try await held
            #expect((0.2...1.5).contains(waited), "\(waited)")
        }
    }

    @Test func whoIsCancelledHoldsNothing() async throws {
        try await MutexFolder.with { mutex in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await mutex.withExclusive(waitingAtMost: .seconds(1)) { _ in
                        try await Task.sleep(for: .seconds(60))
                    }
                }
                try await Task.sleep(for: .milliseconds(100))
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
            try await mutex.withExclusive(waitingAtMost: .milliseconds(100)) { _ in }
        }
    }

    @Test func aDirectoryThatIsTakenAwayIsMadeAgain() async throws {
        try await MutexFolder.with { mutex in
            try await mutex.withShared(waitingAtMost: .seconds(1)) { _ in
                try FileManager.default.removeItem(atPath: mutex.directory)
                try await mutex.withExclusive(waitingAtMost: .seconds(1)) { _ in }
            }
        }
    }

    @Test func aPlaceThatCannotBeIsTold() async throws {
        let error = await #expect(throws: MutexError.self) {
            try await EngineMutex(directory: "/nonexistent/mutex").withShared(waitingAtMost: .seconds(1)) { _ in }
        }
        #expect(error?.code == .place && error?.description.contains("--mutex") == true)
    }
}
