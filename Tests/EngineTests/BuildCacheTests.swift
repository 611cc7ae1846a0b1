import StubEngine
import Synchronization
import Testing

@testable import Engine

/// An engine whose build cache holds a record until so many prunes have passed.
@Suite struct BuildCacheTests {
    private func left(held prunes: Int, patience: Duration) async throws -> (ids: [String], prunes: Int) {
        let holding = Mutex(prunes)
        let routes = StubEngine.jobRoutes()
            .on("POST /build/prune") { _ in
                holding.withLock { $0 -= 1 }
                return .json(#"{"CachesDeleted":null,"SpaceReclaimed":0}"#)
            }
            .on("GET /system/df") { _ in
                let record =
                    #"{"ID":"r","Parent":"","Type":"regular","Description":"","InUse":true,"Shared":false,"Size":1,"UsageCount":1}"#
                return .json(#"{"BuildCache":[\#(holding.withLock { $0 > 0 } ? record : "")]}"#)
            }
        return try await withStubClient(routes) { client, stub in
            let ids = try await client.emptyBuildCache(patience: patience).map(\.id)
            return (ids, stub.requestNames.count { $0 == "POST /build/prune" })
        }
    }

    @Test func whatIsHeldForAMomentIsPrunedAgain() async throws {
        let emptied = try await left(held: 3, patience: .seconds(30))
        #expect(emptied.ids.isEmpty && emptied.prunes == 3)
    }

    @Test func whatStaysIsReturned() async throws {
        let emptied = try await left(held: 1000, patience: .zero)
        #expect(emptied.ids == ["r"] && emptied.prunes == 1)
    }
}
