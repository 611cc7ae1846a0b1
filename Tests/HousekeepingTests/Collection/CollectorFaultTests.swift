import Engine
import Foundation
import StubEngine
import Synchronization
import Testing

@testable import Housekeeping

/// Collections on engines, and among people, that get in their way.
@Suite struct CollectorFaultTests {
    private static let all = CollectionPolicy.pruneAll

    /// Does something before the first removal, when the plan is already made.
    private func meddling(_ things: StoredThings, _ work: @escaping @Sendable () -> Void) -> StubRoutes {
        let looked = Mutex(0)
        let inspect = "GET /images/**/json"
        return things.routes.on("GET /containers/json") { _ in .json("[]") }.on(inspect) { request in
            // Each of the five is looked at for the plan, and again when its turn comes.
            let count = looked.withLock { count in
                count += 1
                return count
            }
            if count == 11 { work() }
            return await things.answer(request)
        }
    }

    @Test func whoIsGoneBeforeItsTurnIsFine() async throws {
        let things = CollectorTests.jobs()
        try await collecting(things, Self.all, routes: meddling(things) { things.take("sha256:job2") }) { collect, _ in
            let outcome = try await collect()
            #expect(outcome.end == .finished && outcome.spared.isEmpty)
            #expect(outcome.removed.filter(\.wasGone).map(\.planned.id) == ["sha256:job2"])
            #expect(things.images == ["sha256:base"])
        }
    }

    @Test func whoIsUsedBeforeItsTurnIsSpared() async throws {
        let things = CollectorTests.jobs()
        let routes = meddling(things) { things.change("sha256:job3") { $0.tagged = "2020-02-01T00:00:00Z" } }
        try await collecting(things, Self.all, routes: routes) { collect, _ in
            let outcome = try await collect()
            #expect(outcome.spared.map(\.planned.id) == ["sha256:job3"])
            #expect(things.images == ["sha256:base", "sha256:job3"])
        }
    }

    @Test func whoGetsAnotherNameIsSpared() async throws {
        let things = CollectorTests.jobs()
        let routes = meddling(things) { things.change("sha256:job3") { $0.tags.append("release:1") } }
        try await collecting(things, Self.all, routes: routes) { collect, _ in
            let outcome = try await collect()
            #expect(outcome.spared.first?.words.contains("release:1") == true)
            #expect(things.tags.contains("release:1") && things.tags.contains("ci/job:3"))
        }
    }

    @Test func aNameThatMovedIsNotTakenFromItsNewImage() async throws {
        let things = CollectorTests.jobs()
        // The oldest has the name when the plan is made; a build moves it on.
        things.change("sha256:job1") { $0.tags = ["ci/job:latest", "ci/job:1"] }
        things.change("sha256:job4") { $0.tags = [] }
        let routes = meddling(things) { things.move("ci/job:latest", to: "sha256:job4") }
        try await collecting(things, Self.all, routes: routes) { collect, _ in
            let outcome = try await collect()
            #expect(things.images == ["sha256:base", "sha256:job4"])
            #expect(things.tags == ["base:1", "ci/job:latest"])
            #expect(outcome.spared.map(\.planned.id) == ["sha256:job4"])
        }
    }

    @Test func aContainerThatStartsMeanwhileKeepsItsImage() async throws {
        let things = CollectorTests.jobs()
        let plain = things.routes.on("GET /containers/json") { request in
            // None when the plan is made; one for the second job when its turn comes.
            guard let filters = request.value("filters"), filters.contains("job2") else { return .json("[]") }
            return .json(#"[{"Id":"c","Names":["/late"],"ImageID":"sha256:job2","State":"running","Created":0}]"#)
        }
        try await collecting(things, Self.all, routes: plain) { collect, _ in
            let outcome = try await collect()
            #expect(outcome.spared.map(\.words) == ["container late uses it"])
            #expect(things.images == ["sha256:base", "sha256:job2"])
        }
    }

    @Test func whatTheEngineRefusesIsToldAndTheRestGoes() async throws {
        let things = CollectorTests.jobs()
        for (status, words) in [(409, "image is being used by running container"), (500, "layer is busy")] {
            let routes = things.routes.on("DELETE /images/sha256:job1") { _ in .error(status, words) }
            try await collecting(things, Self.all, routes: routes) { collect, _ in
                let outcome = try await collect()
                #expect(outcome.spared.map(\.planned.id) == ["sha256:job1"])
                #expect(outcome.spared.first?.words.contains(words) == true)
                #expect(outcome.end == .finished)
            }
        }
        #expect(things.images == ["sha256:base", "sha256:job1"])
    }

    @Test func anEngineThatHangsIsLeftWhenTheTimeIsUp() async throws {
        let things = CollectorTests.jobs()
        let routes = things.routes.on("DELETE /images/sha256:job2", .never)
        let options = CollectorOptions(limit: .seconds(1))
        try await collecting(things, Self.all, routes: routes, options: options) { collect, _ in
            let began = ContinuousClock.now
            let outcome = try await collect()
            #expect(ContinuousClock.now - began < .seconds(5))
            #expect(outcome.end == .limitReached)
            #expect(outcome.removed.map(\.planned.id) == ["sha256:job1"], "what was done is told")
        }
        try await collecting(things, Self.all) { collect, _ in
            let removed = try await collect().removed.count
            #expect(removed == 3, "the next collection goes on")
        }
    }

    @Test func aConnectionThatIsCutBreaksOffAndTellsWhatWasDone() async throws {
        let things = CollectorTests.jobs()
        let routes = things.routes.on("DELETE /images/sha256:job3", .stream([.cut]))
        try await collecting(things, Self.all, routes: routes) { collect, _ in
            let outcome = try await collect()
            #expect(outcome.end == .broken && outcome.failure?.contains("DELETE") == true)
            #expect(outcome.removed.count == 2)
        }
    }

    @Test func anEngineThatNeverSaysWhatItHasIsGivenUp() async throws {
        let things = CollectorTests.jobs()
        let routes = things.routes.on("GET /system/df", .never)
        await #expect(throws: EngineError.self) {
            try await collecting(things, Self.all, routes: routes, silence: .milliseconds(300)) { collect, _ in
                _ = try await collect()
            }
        }
    }

    @Test func theMutexIsNotKeptForAnEngineThatIsSlowToSay() async throws {
        let things = CollectorTests.jobs()
        let asked = Mutex(0)
        let routes = things.routes.on("GET /system/df") { _ in
            // Quick at first; under the mutex it hangs.
            let isFirst = asked.withLock { asked in
                asked += 1
                return asked == 1
            }
            return isFirst ? .json(#"{"BuildCache":[]}"#) : .never
        }
        let error = await #expect(throws: CollectionError.self) {
            try await collecting(things, Self.all, routes: routes, options: .init(limit: .milliseconds(300))) {
                collect, _ in
                _ = try await collect()
            }
        }
        #expect(error?.code == .tooSlow)
        #expect(things.images.count == 5)
    }

    @Test func whatBuildKitKeepsIsTold() async throws {
        let things = StoredThings(records: [.init(id: "a", layer: ("l", 5)), .init(id: "b", layer: ("m", 5))])
        let routes = things.routes.on("POST /build/prune", .json(#"{"CachesDeleted":["a"],"SpaceReclaimed":5}"#))
        try await collecting(things, Self.all, routes: routes) { collect, _ in
            let outcome = try await collect()
            #expect(outcome.removed.map(\.planned.id) == ["a"] && outcome.spared.map(\.planned.id) == ["b"])
        }
    }

    @Test func aSecondCollectorIsToldAndTheEngineNotTouched() async throws {
        let things = CollectorTests.jobs()
        try await MutexFolder.with { mutex in
            try await mutex.withExclusive(waitingAtMost: .seconds(1)) { _ in
                let error = await #expect(throws: MutexError.self) {
                    try await collecting(things, Self.all, under: mutex) { collect, _ in _ = try await collect() }
                }
                #expect(error?.code == .otherCollector)
            }
            #expect(things.images.count == 5)
            try await collecting(things, Self.all, under: mutex) { collect, _ in
                let removed = try await collect().removed.count
                #expect(removed == 4)
            }
        }
    }

    @Test func aCollectorThatBuildsKeepOutGivesUp() async throws {
        let things = CollectorTests.jobs()
        try await MutexFolder.with { mutex in
            try await mutex.withShared(waitingAtMost: .seconds(1)) { _ in
                let options = CollectorOptions(patience: .milliseconds(200))
                let error = await #expect(throws: MutexError.self) {
                    try await collecting(things, Self.all, options: options, under: mutex) { collect, _ in
                        _ = try await collect()
                    }
                }
                #expect(error?.code == .waitedTooLong)
            }
        }
        #expect(things.images.count == 5)
    }

    /// As a kill would: the task is cancelled in the middle; the next collection completes the work.
    @Test(arguments: 1...6) func aCollectorEndedAtAnyMomentLeavesWorkNotHarm(after requests: Int) async throws {
        let things = CollectorTests.jobs()
        let seen = Mutex(0)
        let gate = AsyncStream<Void>.makeStream()
        let routes = things.routes.on("DELETE /images/**") { request in
            let count = seen.withLock { seen in
                seen += 1
                return seen
            }
            if count == requests { gate.continuation.yield() }
            return await things.answer(request)
        }
        try await collecting(things, Self.all, routes: routes) { collect, _ in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await collect() }
                group.addTask {
                    for await _ in gate.stream { return }
                }
                _ = await group.next()
                group.cancelAll()
            }
        }
        #expect(things.images.contains("sha256:base"))
        try await collecting(things, Self.all) { collect, _ in _ = try await collect() }
        #expect(things.images == ["sha256:base"])
    }
}

extension StoredThings {
    /// The answer that the plain routes would give.
    func answer(_ request: StubRequest) async -> StubAnswer {
        await routes.answer(request) ?? .error(501, "no route")
    }
}
