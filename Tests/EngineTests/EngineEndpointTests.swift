import Testing

@testable import Engine

@Suite struct EngineEndpointTests {
    @Test func readsUnixSockets() throws {
        let endpoint = try EngineEndpoint("unix:///var/run/docker.sock", environment: [:])
        #expect(endpoint == .unix(path: "/var/run/docker.sock"))
        #expect(endpoint.description == "unix:///var/run/docker.sock")
    }

    @Test func readsPlainTCP() throws {
        #expect(try EngineEndpoint("tcp://host", environment: [:]) == .tcp(host: "host", port: 2375, tls: nil))
        #expect(try EngineEndpoint("tcp://[::1]:99/", environment: [:]) == .tcp(host: "::1", port: 99, tls: nil))
        #expect(try EngineEndpoint("tcp://[::1]:99", environment: [:]).description == "tcp://[::1]:99")
    }

    @Test func findsCertificates() throws {
        let files = TLSFiles(authority: "/c/ca.pem", certificate: "/c/cert.pem", key: "/c/key.pem")
        let environment = ["DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": "/c/"]
        #expect(try EngineEndpoint("tcp://h", environment: environment) == .tcp(host: "h", port: 2376, tls: files))
        #expect(
            try EngineEndpoint("tcp://h:1", environment: ["DOCKER_CERT_PATH": "/c"])
                == .tcp(host: "h", port: 1, tls: nil))
    }

    @Test(arguments: [
        "", "docker", "http://host", "unix://relative.sock", "unix://", "tcp://", "tcp://:1", "tcp://h:0", "tcp://h:x",
        "tcp://h:70000", "tcp://[::1", "unix:///" + String(repeating: "x", count: 110),
    ])
    func refusesTheRest(_ text: String) async {
        #expect(await code { try EngineEndpoint(text, environment: [:]) } == .invalidEndpoint)
    }

    private func code(_ body: () throws -> EngineEndpoint) async -> EngineError.Code? {
        await EngineTests.code(of: body)
    }
}
