import Foundation
import StubEngine
import Testing

@testable import Engine

@Suite struct JobTests {
    @Test(arguments: [BuilderKind.legacy, .buildkit])
    func passesAWholeJob(_ builder: BuilderKind) async throws {
        try await withStubClient(StubEngine.jobRoutes()) { client, stub in
            let request = BuildRequest(builder: builder, tags: ["stub:1"], labels: PlimsollLabel.labels(owner: "o"))
            let result = try await client.build(request, context: context([1, 2], [3]))
            #expect(result.imageID == StubEngine.imageID)
            #expect(result.steps.filter { $0.cacheable && $0.cached }.map(\.instruction) == ["COPY . .", "RUN make"])
            let built = try #require(stub.requests.last)
            #expect(built.bodyStart == [1, 2, 3])
            #expect(built.value("version") == (builder == .buildkit ? "2" : nil))
            #expect(built.value("labels") == #"{"plimsoll":"1","plimsoll.owner":"o"}"#)

            let spec = ContainerSpec(
                image: StubEngine.imageID, command: ["make"], environment: ["B": "2", "A": "1"],
                hostConfig: HostConfig(memory: 1 << 30, nanoCPUs: 500_000_000, pidsLimit: 64))
            let id = try await client.createContainer(spec, name: "näme ✓")
            #expect(stub.requests.last?.value("name") == "näme ✓")
            let sent = String(decoding: stub.requests.last?.bodyStart ?? [], as: UTF8.self)
            #expect(sent.contains(#""Env":["A=1","B=2"]"#) && sent.contains(#""NanoCpus":500000000"#))
            try await client.startContainer(id)
            #expect(try await client.waitContainer(id) == 0)
            let inspection = try await client.inspectContainer(id)
            #expect(inspection.commandSeconds == 2.000_000_001)
            var archived = 0
            try await client.archive(id, path: "/srv/a b") { archived += $0.count }
            #expect(archived == 1536)
            #expect(stub.requests.last?.value("path") == "/srv/a b")
            try await client.removeContainer(id, force: true)
            #expect(try await client.removeImage("stub:1") == [RemovedImage(deleted: StubEngine.imageID)])
            #expect(stub.unexpected == [])
        }
    }

    @Test func readsWhatIsNullAsEmpty() async throws {
        try await withStubClient(StubEngine.jobRoutes()) { client, stub in
            let images = try await client.images()
            #expect(images.map(\.digests) == [[]])
            #expect(try await client.volumes() == [])
            #expect(try await client.info().securityOptions == [])
            #expect(try await client.pruneBuildCache(filters: PlimsollLabel.filters(owner: "o")).removed == [])
            #expect(stub.requests.last?.value("filters") == #"{"label":["plimsoll=1","plimsoll.owner=o"]}"#)
            #expect(try await client.image("stub").createdAt?.nanoseconds == 19_504_442)
            #expect(try await client.diskUsage().images.count == 1)
        }
    }

    @Test func streamsAFileIn() async throws {
        let path = NSTemporaryDirectory() + "plimsoll-import-\(UUID().uuidString).tar"
        try Data(repeating: 7, count: 3 << 20).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await withStubClient(StubEngine.jobRoutes()) { client, stub in
            let changes = ["LABEL a=b", "CMD [\"x\"]"]
            let id = try await client.importImage(from: path, repository: "base", tag: "1", changes: changes)
            #expect(id == StubEngine.imageID)
            #expect(stub.requests.last?.bodyLength == 3 << 20)
            #expect(stub.requests.last?.values("changes") == changes)
        }
    }

    @Test func throwsTheErrorLineOfAPull() async throws {
        let lines = [#"{"status":"Pulling"}"#, #"{"errorDetail":{"message":"no such"},"error":"no such"}"#]
        try await withStubClient(StubRoutes().on("POST /images/create", .lines(lines))) { client, stub in
            let error = await engineError { try await client.pullImage("localhost:5000/a/b:c") }
            #expect(error?.code == .failed && error?.message == "no such")
            #expect(stub.requests.last?.value("fromImage") == "localhost:5000/a/b")
            #expect(stub.requests.last?.value("tag") == "c")
        }
    }

    @Test func readsEventsUntilToldNot() async throws {
        let event =
            #"{"Type":"container","Action":"die","Actor":{"ID":"c","Attributes":{"exitCode":"3"}},"timeNano":1500000000}"#
        let routes = StubRoutes().on("GET /events", .stream([.line(event), .line(event), .silence]))
        try await withStubClient(routes) { client, stub in
            var seen: [EngineEvent] = []
            for try await event in try client.events() {
                seen.append(event)
                if seen.count == 2 { break }
            }
            #expect(seen.map(\.attributes) == [["exitCode": "3"], ["exitCode": "3"]])
            #expect(seen.first?.instant == EngineInstant(secondsSinceEpoch: 1, nanoseconds: 500_000_000))
            #expect(try await stub.seesClientClose())
            #expect(client.meter.snapshot().requests == 1)
        }
    }

    @Test func startingTwiceIsFine() async throws {
        try await withStubClient(StubRoutes().on("POST /containers/*/start", .status(304))) { client, _ in
            try await client.startContainer("c")
        }
    }
}
