import Engine
import StubEngine
import Synchronization
import Testing

@testable import Lab

/// Making an engine cold, against a stub whose images really go when they are removed.
@Suite struct ColdEngineTests {
    /// Images by id; a parent cannot go before its child.
    private final class Shelf: Sendable {
        let images: Mutex<[String: String]>
        let stays: Set<String>
        let cached: Bool

        init(_ images: [String: String], stays: Set<String> = [], cached: Bool = false) {
            self.images = Mutex(images)
            self.stays = stays
            self.cached = cached
        }

        var routes: StubRoutes {
            StubEngine.jobRoutes()
                .on("GET /images/json") { _ in
                    let list = self.images.withLock { images in
                        images.sorted { $0.key < $1.key }.map { id, parent in
                            #"{"Id":"\#(id)","ParentId":"\#(parent)","RepoTags":["<none>:<none>"],"Created":1,"Size":1}"#
                        }
                    }
                    return .json("[\(list.joined(separator: ","))]")
                }
                .on("DELETE /images/*") { request in
                    let id = request.name.split(separator: "/").last.map(String.init) ?? ""
                    return self.images.withLock { images in
                        if images.values.contains(id) || self.stays.contains(id) {
                            return .error(409, "conflict: image has dependent child images")
                        }
                        return images.removeValue(forKey: id) == nil
                            ? .error(404, "No such image") : .json(#"[{"Deleted":"\#(id)"}]"#)
                    }
                }
                .on("GET /system/df") { _ in
                    let record =
                        #"{"ID":"rec1","Parent":"","Type":"regular","Description":"RUN make","InUse":false,"Shared":false,"Size":1,"UsageCount":1}"#
                    return .json(
                        #"{"LayersSize":0,"Images":[],"Containers":[],"Volumes":[],"BuildCache":[\#(self.cached ? record : "")]}"#
                    )
                }
                .on(
                    "GET /containers/json",
                    .json(
                        #"""
                        [{"Id":"job","Names":["/job"],"Image":"i","ImageID":"i","Command":"","Created":0,"State":"exited",
                        "Status":"","Labels":{"plimsoll":"1","plimsoll.owner":"r"}},
                        {"Id":"mirror","Names":["/mirror"],"Image":"i","ImageID":"i","Command":"","Created":0,"State":"running",
                        "Status":"","Labels":{"plimsoll":"1"}}]
                        """#))
        }
    }

    private func make(_ shelf: Shelf) async throws -> (left: [String], requests: [String]) {
        try await StubEngine.withServer(shelf.routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                try await ColdEngine(client: client, kept: ["base", "mirror-image", "mirror"], patience: .zero)
                    .make()
            }
            return (shelf.images.withLock { $0.keys.sorted() }, stub.requestNames)
        }
    }

    @Test func everythingGoesButWhatBelongsToTheEngine() async throws {
        // A chain of intermediate images upon the base, as the legacy builder leaves it.
        let shelf = Shelf(["base": "", "mirror-image": "", "a": "base", "b": "a", "c": "b"])
        let (left, requests) = try await make(shelf)
        #expect(left == ["base", "mirror-image"])
        #expect(requests.contains("DELETE /containers/job") && !requests.contains("DELETE /containers/mirror"))
        #expect(requests.contains("POST /build/prune"))
        #expect(!requests.contains { $0 == "DELETE /images/base" || $0 == "DELETE /images/mirror-image" })
    }

    @Test func whatCannotBeRemovedIsNamed() async throws {
        let shelf = Shelf(["base": "", "stuck": "base"], stays: ["stuck"])
        let error = await #expect(throws: FleetError.self) { try await make(shelf) }
        #expect(error?.code == .notCold && error?.message.contains("image stuck") == true)
    }

    @Test func aBuildCacheThatStaysIsNamed() async throws {
        let error = await #expect(throws: FleetError.self) {
            try await make(Shelf(["base": ""], cached: true))
        }
        #expect(error?.message.contains("build cache rec1 (RUN make)") == true)
    }
}
