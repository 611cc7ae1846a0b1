import CCurl
import Foundation
import StubEngine
import Testing

@testable import Engine

@Suite struct ErrorTests {
    @Test(arguments: [
        (400, "bad parameter", EngineError.Code.refused), (403, "forbidden", .refused),
        (404, "No such image", .notFound),
        (409, "conflict: in use", .conflict), (500, "it broke", .failed), (503, "not now", .failed),
        (500, "write /x: no space left on device", .noSpace), (301, "elsewhere", .badAnswer),
    ])
    func followsTheStatus(_ status: Int, _ message: String, _ code: EngineError.Code) async throws {
        try await withStubClient(StubRoutes().on("GET /images/*/json", .error(status, message))) { client, _ in
            let error = await engineError { try await client.image("x") }
            #expect(error?.code == code)
            #expect(error?.message == message)
            #expect(error?.status == status)
            #expect(error?.request == "GET /images/x/json")
        }
    }

    @Test func tellsPermissionFromAbsence() async throws {
        try await EngineTransport.withTransport(.unix(path: "/x"), options: .init()) { transport in
            let request = EngineRequest(.GET, "/info")
            let denied = transport.engineError(for: refusedConnection(EACCES), request: request)
            #expect((denied as? EngineError)?.code == .permissionDenied)
            #expect((denied as? EngineError)?.hint?.contains("--engine") == true)
            let absent = transport.engineError(for: refusedConnection(ENOENT), request: request)
            #expect((absent as? EngineError)?.code == .unreachable)
        }
    }

    private func refusedConnection(_ number: Int32) -> Transfer.Failure {
        .broken(CURLE_COULDNT_CONNECT, errno: number, message: "connect")
    }

    @Test func saysThatAnAnswerIsNotJSON() async throws {
        try await withStubClient(StubRoutes().on("GET /info", .json("<html>"))) { client, _ in
            #expect(await code { try await client.info() } == .badAnswer)
        }
    }

    @Test func capsBodies() async throws {
        let options = EngineClientOptions(bodyLimit: 1000)
        let long = StubAnswer.json(String(repeating: " ", count: 2000) + "{}")
        let endless = StubAnswer.stream(
            Array(repeating: .text(String(repeating: " ", count: 400)), count: 4) + [.silence])
        let routes = StubRoutes().on("GET /info", long).on("GET /version", endless)
        try await withStubClient(routes, options: options) { client, _ in
            #expect(await code { try await client.info() } == .badAnswer)
            #expect(await code { try await client.version() } == .badAnswer)
        }
    }

    @Test func passesTheCallersOwnErrorsOn() async throws {
        struct Own: Error {}
        try await withStubClient(StubEngine.jobRoutes()) { client, _ in
            await #expect(throws: Own.self) { try await client.archive("c", path: "/") { _ in throw Own() } }
            let failing = AsyncThrowingStream<[UInt8], any Error> { $0.finish(throwing: Own()) }
            await #expect(throws: Own.self) {
                try await client.build(BuildRequest(builder: .legacy), context: failing)
            }
        }
    }

    // The limit is long beside what an answer takes on a busy machine: it counts for the ping too.
    @Test(arguments: [StubAnswer.never, .stream([.line("{}"), .silence])])
    func noticesSilence(_ answer: StubAnswer) async throws {
        let options = EngineClientOptions(silenceTimeout: .seconds(3))
        try await withStubClient(StubRoutes().on("POST /build", answer), options: options) { client, _ in
            let request = BuildRequest(builder: .buildkit)
            #expect(await code { try await client.build(request, context: context([1])) } == .timedOut)
        }
    }

    @Test func waitsForAContainerAsLongAsItTakes() async throws {
        let options = EngineClientOptions(silenceTimeout: .seconds(3))
        let late = StubAnswer.stream([.pause(.seconds(4)), .text(#"{"StatusCode":3}"#)])
        try await withStubClient(StubRoutes().on("POST /containers/*/wait", late), options: options) { client, stub in
            let status = try await client.waitContainer("c", condition: .nextExit)
            #expect(status == 3)
            #expect(stub.requests.last?.value("condition") == "next-exit")
        }
    }

    @Test func noticesACutConnection() async throws {
        let routes = StubRoutes().on("GET /info", .stream([.text(#"{"ID":"#), .cut]))
            .on("GET /version", StubAnswer(status: nil, body: [.cut]))
        try await withStubClient(routes) { client, _ in
            #expect(await code { try await client.info() } == .streamBroken)
            #expect(await code { try await client.version() } == .streamBroken)
        }
    }

    @Test func cancellationClosesTheConnection() async throws {
        let routes = StubRoutes().on("POST /build", .stream([.line(#"{"stream":"Step 1/1 : FROM x\n"}"#), .silence]))
            .on("GET /info", .never)
        try await withStubClient(routes) { client, stub in
            for attempt in 1...2 {
                let thrown = await withTaskGroup(of: EngineError.Code?.self) { group in
                    group.addTask {
                        await code {
                            if attempt == 1 { _ = try await client.info() }
                            return try await client.build(BuildRequest(builder: .legacy), context: context([1]))
                        }
                    }
                    while !stub.requestNames.contains(attempt == 1 ? "GET /info" : "POST /build") {
                        try? await Task.sleep(for: .milliseconds(5))
                    }
                    group.cancelAll()
                    return await group.next() ?? nil
                }
                #expect(thrown == .cancelled)
                let closed = try await stub.seesClientClose()
                #expect(closed)
                stub.reset()
            }
        }
    }
}
