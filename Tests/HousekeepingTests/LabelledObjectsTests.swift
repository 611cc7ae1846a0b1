import EngineAPI
import Foundation
import StubEngine
import Testing

@testable import Housekeeping

@Suite struct LabelledObjectsTests {
    private static func container(_ id: String, owner: UUID?) -> String {
        let label = owner.map { #","plimsoll.owner":"\#($0.uuidString.lowercased())""# } ?? ""
        return #"""
            {"Id":"\#(id)","Names":["/\#(id)"],"Image":"i","ImageID":"i","Command":"","Created":0,"State":"exited",
            "Status":"","Labels":{"plimsoll":"1"\#(label)}}
            """#
    }

    @Test func whatBelongsToARunAtWorkIsSpared() async throws {
        let alive = UUID()
        let list =
            "[\(Self.container("dead", owner: UUID())),\(Self.container("alive", owner: alive)),\(Self.container("shared", owner: nil))]"
        let routes = StubRoutes()
            .on("GET /containers/json", .json(list))
            .on("GET /images/json", .json("[]"))
            .on("GET /volumes", .json(#"{"Volumes":[]}"#))
            .on("GET /networks", .json("[]"))
            .on("DELETE /containers/*", StubAnswer(status: 204))
        try await StubEngine.withServer(routes) { stub in
            let removed = try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                try await LabelledObjects(on: client).remove(owner: nil, sparing: [alive])
            }
            #expect(removed.map(\.kind) == [.container])
            #expect(stub.requestNames.filter { $0.hasPrefix("DELETE") }.count == 1)
            #expect(stub.requestNames.contains { $0.hasPrefix("DELETE") && $0.hasSuffix("/dead") })
            #expect(stub.unexpected.isEmpty)
        }
    }
}
