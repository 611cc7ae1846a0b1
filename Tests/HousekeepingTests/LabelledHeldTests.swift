import Engine
import StubEngine
import Testing

@testable import Housekeeping

@Suite struct LabelledHeldTests {
    @Test func whatSomebodyElseHoldsStaysAndTheRestGoes() async throws {
        func image(_ name: String) -> String {
            #"{"Id":"\#(name)","ParentId":"","RepoTags":["\#(name):1"],"Created":0,"Size":1,"Labels":{"plimsoll":"1","plimsoll.name":"\#(name):1","plimsoll.depth":"1"}}"#
        }
        let routes = StubRoutes()
            .on("GET /containers/json", .json("[]"))
            .on("GET /images/json", .json("[\(image("held")),\(image("free")),\(image("gone"))]"))
            .on("GET /volumes", .json(#"{"Volumes":[]}"#))
            .on("GET /networks", .json("[]"))
            .on("GET /images/**/history", .json(#"[{"Id":"i","Created":0,"CreatedBy":"","Size":0,"Tags":[]}]"#))
            .on("DELETE /images/held:1", .error(409, "a container is using it"))
            .on("DELETE /images/gone:1", .error(404, "no such image"))
            .on("DELETE /images/free:1", .json("[]"))
        try await StubEngine.withServer(routes) { stub in
            let removal = try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                try await LabelledObjects(on: client).remove(owner: nil)
            }
            #expect(removal.removed == [RemovedObject(kind: .image, name: "free:1")])
            #expect(removal.held.count == 1 && removal.held[0].contains("image held:1"))
            #expect(removal.held[0].contains("is using it") && removal.left == [])
        }
    }
}
