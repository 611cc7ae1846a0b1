import Engine
import Foundation
import StubEngine
import Testing

@testable import Housekeeping

/// Carrying collections out on an engine that does what it is told.
@Suite struct CollectorTests {
    /// Four images of one job, each with a layer of its own on a base, the oldest first.
    static func jobs(_ count: Int = 4) -> StoredThings {
        let base = StoredThings.Image(id: "sha256:base", tags: ["base:1"], layers: [("os", 1000)], labels: [:])
        let jobs = (1...count).map { number in
            StoredThings.Image(
                id: "sha256:job\(number)", tags: ["ci/job:\(number)"], layers: [("os", 1000), ("own\(number)", 100)],
                tagged: "2020-01-0\(number)T00:00:00Z")
        }
        return StoredThings(images: [base] + jobs)
    }

    static func gauge(_ things: StoredThings, capacity: Int = 2000) -> DiskGauge {
        DiskGauge { DiskSpace(used: things.used, free: capacity - things.used) }
    }

    @Test func aPlanChangesNothing() async throws {
        let things = Self.jobs()
        try await StubEngine.withServer(things.routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                let decision = try await Collector(
                    of: client, policy: .leastRecentlyUsed(high: .bytes(1300), low: .bytes(1200)),
                    rules: CollectionRules(scope: .marked)
                ).plan()
                #expect(decision.going == ["sha256:job1", "sha256:job2"])
                #expect(decision.usedBefore == 1400 && decision.usedAfter == 1200)
                #expect(decision.reason("sha256:base") == .outOfScope)
            }
            #expect(stub.requests.allSatisfy { $0.method == "GET" })
            #expect(stub.unexpected.isEmpty)
        }
        #expect(things.images.count == 5)
    }

    @Test func itEndsAtTheLowMarkAndTheSecondTimeHasNothingToDo() async throws {
        let things = Self.jobs()
        try await collecting(things, .leastRecentlyUsed(high: .share(0.65), low: .share(0.6))) { collect, stub in
            let outcome = try await collect()
            #expect(outcome.removed.map(\.planned.id) == ["sha256:job1", "sha256:job2"])
            #expect(outcome.end == .finished && outcome.isOverHighMark == false)
            #expect(outcome.filesystemBytes == 200 && outcome.plannedBytes == 200)
            #expect(things.tags == ["base:1", "ci/job:3", "ci/job:4"])
            stub.reset()
            let second = try await collect()
            #expect(second.end == .idle && second.removed.isEmpty)
            #expect(stub.requests.allSatisfy { $0.method == "GET" })
        }
    }

    @Test func whatTheDiskDoesNotGiveBackIsFetchedElsewhere() async throws {
        // As with BuildKit: the cache holds the layers of the images, too.
        let layers = (1...6).map { (id: "own\($0)", size: 100) }
        let things = StoredThings(
            images: layers.enumerated().map { number, layer in
                StoredThings.Image(
                    id: "sha256:job\(number)", tags: ["ci/job:\(number)"], layers: [layer],
                    tagged: "2020-01-0\(number + 1)T10:00:00Z")
            },
            records: layers.enumerated().map { number, layer in
                StoredThings.Record(id: "r\(number)", layer: layer, used: "2020-01-1\(number)T09:00:00Z")
            })
        let policy = CollectionPolicy.leastRecentlyUsed(high: .share(0.55), low: .share(0.2))
        try await collecting(things, policy, capacity: 1000) { collect, _ in
            let outcome = try await collect()
            #expect(things.used <= 200)
            #expect(outcome.rounds > 1, "the first plan took the images' layers for their own")
            #expect(outcome.isOverHighMark == false)
        }
    }

    @Test func itStopsWhenTheDiskIsEmptyEnoughEarlier() async throws {
        let things = Self.jobs()
        // Somebody else frees space meanwhile: half of it is gone with the first image.
        let gauge = DiskGauge {
            DiskSpace(used: things.images.count == 5 ? 1400 : 700, free: things.images.count == 5 ? 600 : 1300)
        }
        try await collecting(things, .leastRecentlyUsed(high: .share(0.65), low: .share(0.4)), gauge: gauge) {
            collect, _ in
            let outcome = try await collect()
            #expect(outcome.removed.map(\.planned.id) == ["sha256:job1"])
        }
    }

    @Test func cacheRecordsGoManyAtATimeTheirChildrenFirst() async throws {
        let things = StoredThings(
            records: (0..<120).map { number in
                StoredThings.Record(
                    id: "r\(number)", parent: number > 0 ? "r\(number - 1)" : "", layer: ("l\(number)", 10),
                    inUse: number == 20)
            })
        try await collecting(things, .pruneAll) { collect, stub in
            let outcome = try await collect()
            #expect(things.records == (0...20).map { "r\($0)" }, "a build uses one; what it stands on stays")
            #expect(outcome.removed.count == 99 && outcome.spared.isEmpty)
            #expect(stub.requestNames.count { $0 == "POST /build/prune" } == 2)
        }
    }

    @Test func severalNamesGoOneByOneAndTheImageByItsID() async throws {
        let things = StoredThings(
            images: [.init(id: "sha256:a", tags: ["x:1", "y:1", "z:1"], layers: [("l", 5)])])
        try await collecting(things, .pruneAll) { collect, stub in
            _ = try await collect()
            #expect(things.images.isEmpty)
            #expect(
                stub.requestNames.filter { $0.hasPrefix("DELETE") }
                    == ["DELETE /images/x:1", "DELETE /images/y:1", "DELETE /images/sha256:a"])
            #expect(stub.requests.allSatisfy { $0.value("force") == nil })
        }
    }

    @Test func aJobsNameGoesAndTheOtherStays() async throws {
        let things = StoredThings(images: [.init(id: "sha256:a", tags: ["ci/job:1", "keep:1"], layers: [("l", 5)])])
        try await collecting(things, .tag("ci/job:1")) { collect, _ in
            let outcome = try await collect()
            #expect(outcome.removed.map(\.planned.kind) == [.name])
            #expect(things.tags == ["keep:1"])
        }
    }

    @Test func keepStorageIsLeftToBuildKit() async throws {
        let things = StoredThings(records: [.init(id: "r1", layer: ("l", 100)), .init(id: "r2", layer: ("m", 100))])
        let routes = things.routes.on(
            "POST /build/prune", .json(#"{"CachesDeleted":["r2"],"SpaceReclaimed":100}"#))
        try await collecting(things, .keepStorage(bytes: 150), routes: routes, minimumAge: 3600) { collect, stub in
            let outcome = try await collect()
            let request = try #require(stub.requests.first { $0.name == "POST /build/prune" })
            #expect(request.value("keep-storage") == "150" && request.value("all") == nil)
            #expect(request.value("filters") == #"{"until":["3600s"]}"#)
            #expect(outcome.removed.map(\.planned.id) == ["r2"])
        }
    }

    @Test func whatTheLegacyBuilderLeftGoesWithItsImage() async throws {
        let things = StoredThings(
            images: [
                .init(id: "sha256:base", tags: ["base:1"], layers: [("os", 1000)], labels: [:]),
                .init(
                    id: "sha256:step", tags: [], parent: "sha256:base", layers: [("os", 1000), ("deps", 50)],
                    labels: [:]),
                .init(
                    id: "sha256:a", tags: ["a:1"], parent: "sha256:step",
                    layers: [("os", 1000), ("deps", 50), ("a", 1)]),
            ])
        try await collecting(things, .pruneAll) { collect, stub in
            let outcome = try await collect()
            #expect(things.images == ["sha256:base"])
            #expect(outcome.plannedBytes == 51)
            #expect(stub.requestNames.count { $0.hasPrefix("DELETE") } == 1, "the engine takes the step itself")
        }
    }

    @Test func aForeignBaseWithoutANameIsNotTakenAlong() async throws {
        let things = StoredThings(
            images: [
                .init(id: "sha256:base", tags: [], layers: [("os", 1000)], labels: [:]),
                .init(
                    id: "sha256:step", tags: [], parent: "sha256:base", layers: [("os", 1000), ("deps", 50)],
                    labels: [:]),
                .init(
                    id: "sha256:a", tags: ["a:1"], parent: "sha256:step",
                    layers: [("os", 1000), ("deps", 50), ("a", 1)]),
            ])
        try await collecting(things, .pruneAll) { collect, stub in
            _ = try await collect()
            #expect(things.images == ["sha256:base"], "told to prune, the engine would have removed it")
            #expect(stub.requests.filter { $0.method == "DELETE" }.allSatisfy { $0.value("noprune") == "1" })
        }
    }
}

/// Serves things, and collects among them as often as the body likes.
func collecting(
    _ things: StoredThings, _ policy: CollectionPolicy, routes: StubRoutes? = nil, capacity: Int = 2000,
    gauge: DiskGauge? = nil, minimumAge: Double = 0, options: CollectorOptions = .init(),
    silence: Duration = .seconds(60), under mutex: EngineMutex? = nil,
    _ body: @Sendable (@escaping @Sendable () async throws -> CollectionOutcome, StubEngine) async throws -> Void
) async throws {
    let disk = gauge ?? CollectorTests.gauge(things, capacity: capacity)
    try await StubEngine.withServer(routes ?? things.routes) { stub in
        try await EngineClient.withClient(.unix(path: stub.endpointPath), options: .init(silenceTimeout: silence)) {
            client in
            let collector = Collector(
                of: client, policy: policy,
                rules: CollectionRules(scope: .marked, minimumAge: minimumAge, buildCache: true),
                gauge: disk)
            try await body({ try await collector.collect(under: mutex, options: options) }, stub)
        }
        #expect(stub.unexpected.isEmpty)
    }
}
