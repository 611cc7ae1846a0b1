import StubEngine
import Testing

@testable import Engine

/// What a container may use of its host, as the engine is sent it.
@Suite struct HostConfigTests {
    private func sent(_ config: HostConfig) async throws -> String {
        try await withStubClient(StubEngine.jobRoutes()) { client, stub in
            _ = try await client.createContainer(ContainerSpec(image: "i", hostConfig: config))
            return String(decoding: try #require(stub.requests.last).bodyStart, as: UTF8.self)
        }
    }

    @Test func everyHardeningIsSentByItsName() async throws {
        let text = try await sent(
            HostConfig(
                memory: 64, readonlyRootfs: true, capDrop: ["ALL"], securityOpt: ["no-new-privileges"],
                runtime: "runsc",
                memorySwap: 65, tmpfs: ["/tmp": "size=1m"], privileged: true, capAdd: ["SYS_ADMIN"]))
        for part in [
            #""Memory":64"#, #""MemorySwap":65"#, #""ReadonlyRootfs":true"#, #""CapDrop":["ALL"]"#,
            #""CapAdd":["SYS_ADMIN"]"#, #""SecurityOpt":["no-new-privileges"]"#, #""Runtime":"runsc""#,
            #""Privileged":true"#,
        ] { #expect(text.contains(part), "\(text) lacks \(part)") }
        // A slash may be escaped.
        #expect(text.contains(#""Tmpfs":{"/tmp":"size=1m"}"#) || text.contains(#""Tmpfs":{"\/tmp":"size=1m"}"#))
    }

    @Test func eachExtraHostOfABuildIsSentForItself() async throws {
        try await withStubClient(StubEngine.jobRoutes()) { client, stub in
            let request = BuildRequest(builder: .buildkit, extraHosts: ["a.internal:10.0.0.1", "b.internal:10.0.0.2"])
            _ = try await client.build(request, context: context([1]))
            let built = try #require(stub.requests.last { $0.path == "/build" })
            #expect(built.values("extrahosts") == ["a.internal:10.0.0.1", "b.internal:10.0.0.2"])
        }
    }

    @Test func podmanIsSentExtraHostsAsOneList() async throws {
        try await withStubClient(StubEngine.jobRoutes()) { client, stub in
            let request = BuildRequest(builder: .buildah, extraHosts: ["a.internal:10.0.0.1", "b.internal:10.0.0.2"])
            _ = try await client.build(request, context: context([1]))
            let built = try #require(stub.requests.last { $0.path == "/build" })
            #expect(built.values("extrahosts") == [#"["a.internal:10.0.0.1","b.internal:10.0.0.2"]"#])
        }
    }

    @Test func whatIsNotAskedForIsLeftToTheEngine() async throws {
        let text = try await sent(HostConfig())
        #expect(!text.contains("Memory") && !text.contains("Runtime") && !text.contains("NanoCpus"))
        #expect(text.contains(#""Privileged":false"#) && text.contains(#""Tmpfs":{}"#))
    }
}
