import Engine
import StubEngine
import Testing

@testable import Provision

/// A package mirror's container that is broken off while it starts.
@Suite(.timeLimit(.minutes(1))) struct MirrorContainerTests {
    private static let owner = "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0"

    @Test func aStopWhileItStartsRemovesIt() async throws {
        let routes = StubRoutes()
            .on("GET /containers/*/json", .error(404, "no such container"))
            .on("POST /containers/create", .json(#"{"Id":"c1","Warnings":[]}"#, status: 201))
            .on("POST /containers/c1/start") { _ in
                try? await Task.sleep(for: .seconds(2))
                return .status(204)
            }
            .on("DELETE /containers/*", .status(204))
        try await StubEngine.withServer(routes) { stub in
            try await EngineClient.withClient(.unix(path: stub.endpointPath)) { client in
                let mirror = MirrorContainer(owner: Self.owner, role: "packages")
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try? await mirror.start(image: "sha256:1", on: client) }
                    while !stub.requestNames.contains("POST /containers/c1/start") {
                        try? await Task.sleep(for: .milliseconds(5))
                    }
                    group.cancelAll()
                }
            }
            let removed = stub.requestNames.filter { $0.hasPrefix("DELETE /containers/") }
            #expect(removed.count == 1 && removed[0].contains("packages"), "\(stub.requestNames)")
            #expect(stub.unexpected.isEmpty)
        }
    }
}
