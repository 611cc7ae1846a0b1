import Engine
import StubEngine
import Testing

/// What a pull and a push tell, and how they fail.
@Suite struct TransferTests {
    @Test func readsWhatAPullMoved() async throws {
        let lines = [
            #"{"status":"Pulling from plimsoll/scap","id":"buildkit-3"}"#,
            #"{"status":"Already exists","progressDetail":{},"id":"aaaa"}"#,
            #"{"status":"Pulling fs layer","progressDetail":{},"id":"bbbb"}"#,
            #"{"status":"Downloading","progressDetail":{"current":10,"total":2000},"progress":"[>","id":"bbbb"}"#,
            #"{"status":"Extracting","progressDetail":{"current":10,"total":99999},"progress":"[>","id":"bbbb"}"#,
            #"{"status":"Pull complete","progressDetail":{},"id":"bbbb"}"#,
            #"{"status":"Digest: sha256:cafe"}"#,
            #"{"status":"Status: Downloaded newer image for 127.0.0.1:5000/plimsoll/scap:buildkit-3"}"#,
        ]
        try await withStubClient(StubRoutes().on("POST /images/create", .lines(lines))) { client, stub in
            let transfer = try await client.pullImage("127.0.0.1:5000/plimsoll/scap:buildkit-3")
            #expect(transfer.digest == "sha256:cafe")
            #expect(transfer.layers.map(\.id) == ["aaaa", "bbbb"])
            #expect(transfer.layers.map(\.status) == ["Already exists", "Pull complete"])
            #expect(transfer.layers.map(\.size) == [nil, 2000])
            #expect(stub.requests.last?.value("fromImage") == "127.0.0.1:5000/plimsoll/scap")
        }
    }

    @Test func readsWhatAPushTold() async throws {
        let lines = [
            #"{"status":"The push refers to repository [127.0.0.1:5000/a]"}"#,
            #"{"status":"Preparing","progressDetail":{},"id":"aaaa"}"#,
            #"{"status":"Layer already exists","progressDetail":{},"id":"bbbb"}"#,
            #"{"status":"Pushing","progressDetail":{"current":1,"total":7000},"progress":"[>","id":"aaaa"}"#,
            #"{"status":"Pushed","progressDetail":{},"id":"aaaa"}"#,
            #"{"status":"1: digest: sha256:beef size: 528"}"#,
            #"{"progressDetail":{},"aux":{"Tag":"1","Digest":"sha256:beef","Size":528}}"#,
        ]
        try await withStubClient(StubRoutes().on("POST /images/**/push", .lines(lines))) { client, stub in
            let transfer = try await client.pushImage("127.0.0.1:5000/a:1")
            #expect(transfer.digest == "sha256:beef")
            #expect(transfer.layers.map(\.status) == ["Pushed", "Layer already exists"])
            #expect(stub.requests.last?.name == "POST /images/127.0.0.1:5000/a/push")
            #expect(stub.requests.last?.value("tag") == "1")
        }
    }

    /// Words as Docker 20.10 says them.
    @Test(arguments: [
        (
            "Get \"http://127.0.0.1:5000/v2/\": dial tcp 127.0.0.1:5000: connect: connection refused",
            EngineError.Code.registryUnreachable
        ),
        ("Patch \"http://127.0.0.1:5000/v2/a/blobs/uploads/x\": EOF", .registryUnreachable),
        ("read tcp 127.0.0.1:40960->127.0.0.1:5000: read: connection reset by peer", .registryUnreachable),
        ("received unexpected HTTP status: 503 Service Unavailable", .registryUnreachable),
        ("http: server gave HTTP response to HTTPS client", .registryUnreachable),
        ("manifest for 127.0.0.1:5000/a:9 not found: manifest unknown: manifest unknown", .notFound),
        ("An image does not exist locally with the tag: 127.0.0.1:5000/b", .notFound),
        ("unauthorized: authentication required", .refused),
        ("blob upload unknown", .failed), ("write /x: no space left on device", .noSpace),
    ])
    func errorsAreToldByTheEnginesWords(_ words: String, _ code: EngineError.Code) async throws {
        let escaped = words.replacing("\"", with: "\\\"")
        let inStream = StubAnswer.lines([
            #"{"status":"Preparing","id":"a"}"#, #"{"errorDetail":{"message":"\#(escaped)"},"error":"\#(escaped)"}"#,
        ])
        for answer in [inStream, .error(500, words)] {
            let routes = StubRoutes().on("POST /images/**/push", answer).on("POST /images/create", answer)
            try await withStubClient(routes) { client, _ in
                for error in [
                    await engineError { try await client.pushImage("127.0.0.1:5000/a:1") },
                    await engineError { try await client.pullImage("127.0.0.1:5000/a:1") },
                ] {
                    #expect(error?.code == code)
                    #expect(error?.message == words)
                    #expect((error?.hint != nil) == [.registryUnreachable, .noSpace].contains(code))
                }
            }
        }
    }

    @Test func aStreamThatIsCutIsNoTransfer() async throws {
        let cut = StubAnswer.stream([.line(#"{"status":"Pushing","id":"a"}"#), .cut])
        let routes = StubRoutes().on("POST /images/**/push", cut).on("POST /images/create", cut)
        try await withStubClient(routes) { client, _ in
            #expect(await code { try await client.pushImage("127.0.0.1:5000/a:1") } == .streamBroken)
            #expect(await code { try await client.pullImage("127.0.0.1:5000/a:1") } == .streamBroken)
        }
    }

    @Test func aMissingImageAnsweredByStatusIsNotFound() async throws {
        let routes = StubRoutes().on("POST /images/create", .error(404, "manifest unknown: manifest unknown"))
        try await withStubClient(routes) { client, _ in
            #expect(await code { try await client.pullImage("127.0.0.1:5000/a:1") } == .notFound)
        }
    }
}
