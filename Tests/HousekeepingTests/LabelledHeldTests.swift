import EngineAPI
import StubEngine
import Testing

@testable import Housekeeping

@Suite struct LabelledHeldTests {
    @Test func whatSomebodyElseHoldsStaysAndTheRestGoes() async throws {
        func image(_ name: String) -> String {
            #"{"Id":"\#(name)","ParentId":"","RepoTags":["\#(name)"],"Created":0,"Size":1,"Labels":{"plimsoll":"1"}}"#
        }
        let routes = StubRoutes()
            .on("GET /containers/json", .json("[]"))
            .on("GET /images/json", .json("[\(image("held")),\(image("free")),\(image("gone"))]"))
            .on("GET /volumes", .json(#"{"Volumes":[]}"#))
            .on("GET /networks", .json("[]"))
            .on("DELETE /images/held", .error(409, "a container is using it"))
            .on("DELETE /images/gone", .error(404, "no such image"))
            .on("DELETE /images/free", .json("[]"))
        try await StubEngine.withServer(routes) { stub in
            let (removed, stayed) = try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                var stayed: [String] = []
                let removed = try await LabelledObjects(on: client).remove(owner: nil) { object, error in
                    stayed.append("\(object): \(error)")
                }
                return (removed, stayed)
            }
            #expect(removed == [RemovedObject(kind: .image, name: "free")])
            #expect(stayed.count == 1 && stayed[0].contains("image held") && stayed[0].contains("is using it"))
        }
    }
}
