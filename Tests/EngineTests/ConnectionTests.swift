import Engine
import Foundation
import StubEngine
import Testing

@Suite struct ConnectionTests {
    @Test(arguments: [("1.40", "1.40"), ("1.41", "1.41"), ("1.51", "1.51"), ("1.52", "1.51")])
    func agreesOnAVersion(_ offered: String, _ agreed: String) async throws {
        try await withStubClient(StubEngine.jobRoutes(version: offered)) { client, stub in
            #expect(client.version.description == agreed)
            _ = try await client.info()
            #expect(stub.requests.last?.version == agreed)
        }
    }

    @Test func refusesAnOldEngine() async throws {
        let error = await engineError { try await withStubClient(StubRoutes(version: "1.39")) { _, _ in } }
        #expect(error?.code == .tooOld)
        #expect(error?.description.contains("1.39") == true)
    }

    /// It drops the versions that Plimsoll speaks: it says so at once, or at the first request.
    @Test func refusesAnEngineThatIsTooNew() async throws {
        let version = #"{"Version":"40.0.0","ApiVersion":"1.60","MinAPIVersion":"1.52"}"#
        let routes = StubRoutes(version: "1.60").on("GET /version", .json(version))
        let error = await engineError { try await withStubClient(routes) { _, _ in } }
        #expect(error?.code == .tooNew)
        #expect(error?.description.contains("no API older than 1.52") == true)
        let words = "client version 1.51 is too old. Minimum supported API version is 1.52"
        let later = StubRoutes(version: "1.51").on("GET /info", .error(400, words))
        #expect(await code { try await withStubClient(later) { client, _ in try await client.info() } } == .tooNew)
    }

    @Test func refusesWhatIsNoEngine() async {
        let routes = StubRoutes().on("GET /_ping", .json("{}"))
        #expect(await code { try await withStubClient(routes) { _, _ in } } == .badAnswer)
    }

    @Test func namesTheHostOverAUnixSocket() async throws {
        try await withStubClient(StubEngine.jobRoutes()) { client, stub in
            try await client.ping()
            #expect(stub.requests.count == 2)
            #expect(stub.requests.allSatisfy { $0.header("Host") == "localhost" })
        }
    }

    @Test func usesOneConnectionAgain() async throws {
        try await withStubClient(StubEngine.jobRoutes()) { client, stub in
            for _ in 0..<5 { _ = try await client.info() }
            #expect(stub.connections == 1)
        }
    }

    /// libcurl repeats a request whose reused connection breaks without an answer: the engine would do it twice.
    @Test(arguments: ["POST /containers/*/start", "DELETE /containers/*"])
    func whatChangesSomethingIsSentOnce(_ pattern: String) async throws {
        let cut = StubAnswer(status: nil, body: [.cut])
        try await withStubClient(StubEngine.jobRoutes().on(pattern, cut)) { client, stub in
            _ = try await client.info()
            let thrown = await code {
                if pattern.hasPrefix("POST") { return try await client.startContainer("c") }
                try await client.removeContainer("c")
            }
            #expect(thrown == .streamBroken)
            #expect(stub.requestNames.filter { $0.hasSuffix("/c/start") || $0 == "DELETE /containers/c" }.count == 1)
            // The connection of the first request still serves.
            _ = try await client.info()
        }
    }

    @Test func servesManyRequestsAtOnce() async throws {
        let routes = StubEngine.jobRoutes().on("GET /version") { _ in
            .stream([.pause(.milliseconds(50)), .text(#"{"Version":"1"}"#)])
        }
        try await withStubClient(routes) { client, stub in
            let versions = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<64 { group.addTask { try await client.version().version } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(versions == Array(repeating: "1", count: 64))
            #expect(stub.connections <= 65)
        }
    }

    /// A program that was started meanwhile must not hold the connection of a request that was cancelled.
    @Test func aChildProcessDoesNotInheritTheConnection() async throws {
        try await withStubClient(StubEngine.jobRoutes().on("GET /version", .never)) { client, stub in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await client.version() }
                while !stub.requestNames.contains("GET /version") { try await Task.sleep(for: .milliseconds(2)) }
                var child: pid_t = 0
                var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("30"), nil]
                defer { for argument in arguments { free(argument) } }
                try #require(posix_spawn(&child, "/bin/sleep", nil, nil, &arguments, nil) == 0)
                defer {
                    kill(child, SIGKILL)
                    waitpid(child, nil, 0)
                }
                group.cancelAll()
                #expect(try await stub.seesClientClose(within: .seconds(2)))
            }
        }
    }

    @Test func saysThatTheSocketIsMissing() async {
        let error = await engineError {
            try await EngineClient.withClient(.unix(path: "/nowhere/engine.sock")) { _ in }
        }
        #expect(error?.code == .unreachable)
        #expect(error?.hint != nil)
        #expect(error?.endpoint == "unix:///nowhere/engine.sock")
    }

    @Test func saysThatNobodyListens() async throws {
        let path = try await StubEngine.withServer { $0.endpointPath }
        #expect(await code { try await EngineClient.withClient(.unix(path: path)) { _ in } } == .unreachable)
        // Port 1 is reserved and free wherever nobody planted a server there.
        let endpoint = EngineEndpoint.tcp(host: "127.0.0.1", port: 1, tls: nil)
        #expect(await code { try await EngineClient.withClient(endpoint) { _ in } } == .unreachable)
    }

    @Test func saysThatCertificatesAreMissing() async {
        let endpoint = EngineEndpoint.tcp(host: "127.0.0.1", port: 1, tls: TLSFiles(directory: "/nowhere"))
        #expect(await code { try await EngineClient.withClient(endpoint) { _ in } } == .permissionDenied)
    }

    @Test func givesUpOnAMutePeer() async {
        let options = EngineClientOptions(connectTimeout: .milliseconds(200))
        let routes = StubRoutes().on("GET /_ping", .never)
        #expect(await code { try await withStubClient(routes, options: options) { _, _ in } } == .timedOut)
    }

    @Test func metersRequests() async throws {
        let pause = StubAnswer.stream([.pause(.milliseconds(100)), .text("{}")])
        try await withStubClient(StubEngine.jobRoutes().on("GET /version", pause)) { client, _ in
            let meter = RequestMeter()
            let counted = client.counting(in: meter)
            let start = ContinuousClock.now
            async let first = counted.version()
            async let second = counted.version()
            _ = try await (first, second)
            let wall = start.duration(to: .now) / .seconds(1)
            let snapshot = meter.snapshot()
            #expect(snapshot.requests == 2 && snapshot.open == 0)
            #expect(snapshot.openSeconds >= 0.1 && snapshot.openSeconds <= wall)
            try await Task.sleep(for: .milliseconds(20))
            #expect(meter.snapshot() == snapshot)
            #expect(client.meter.snapshot().requests == 1)
        }
    }
}
