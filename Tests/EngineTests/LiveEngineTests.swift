import Foundation
import Testing

@testable import Engine

/// Against a real engine, where `PLIMSOLL_TEST_ENGINE` names one and `PLIMSOLL_TEST_IMAGE` an image on it that has a
/// shell.
@Suite(.enabled(if: LiveEngine.isThere), .serialized) struct LiveEngineTests {
    @Test func bothBuildersReadAlike() async throws {
        try await LiveEngine.withClient { client, engine in
            let marker = UUID().uuidString
            let dockerfile = """
                ARG BASE
                FROM \(engine.image) AS build
                ENV GREETING=hello
                WORKDIR /src
                COPY kept.txt .
                RUN echo "$GREETING \(marker)" && \\
                    true
                COPY changed.txt ./
                ADD kept.txt two.txt
                RUN cat changed.txt; sleep 0.5
                FROM \(engine.image)
                WORKDIR /out-\(marker)
                COPY --from=build /src/changed.txt .
                CMD ["true"]
                """
            var lists: [[String]] = []
            for builder in [BuilderKind.legacy, .buildkit] {
                for content in ["one", "two"] {
                    let files = ["Dockerfile": dockerfile, "kept.txt": marker, "changed.txt": marker + content]
                    let result = try await engine.build(builder, files, text: dockerfile)
                    #expect(result.error == nil)
                    if content == "one" { continue }
                    lists.append(essence(result.steps.filter(\.cacheable)))
                    let sleeper = try #require(result.steps.first { $0.instruction.contains("sleep") })
                    #expect((0.5..<3).contains(sleeper.duration ?? 0))
                }
            }
            #expect(
                lists[0].map { $0.split(separator: "|").last } == [
                    " hit", " hit", " hit", " miss", " miss", " miss", " hit", " miss",
                ])
            #expect(lists[0] == lists[1])
        }
    }

    @Test(arguments: [BuilderKind.legacy, .buildkit])
    func cancellationEndsTheBuild(_ builder: BuilderKind) async throws {
        try await LiveEngine.withClient { client, engine in
            let seconds = "30\(Int.random(in: 100...999)).5"
            let dockerfile = "FROM \(engine.image)\nRUN sleep \(seconds)\n"
            let thrown = await withTaskGroup(of: EngineError.Code?.self) { group in
                group.addTask { await code { try await engine.build(builder, ["Dockerfile": dockerfile], text: nil) } }
                while LiveEngine.processes(running: "sleep \(seconds)") == 0 {
                    try? await Task.sleep(for: .milliseconds(50))
                }
                group.cancelAll()
                return await group.next() ?? nil
            }
            #expect(thrown == .cancelled)
            #expect(await LiveEngine.haveEnded(running: "sleep \(seconds)"))
        }
    }

    /// A command that prints, message for message, what the legacy builder is to print next.
    @Test func whatACommandPrintsIsNoProgress() async throws {
        try await LiveEngine.withClient { _, engine in
            let next = "RUN sleep 1 && echo \(UUID().uuidString)"
            let dockerfile = """
                FROM \(engine.image)\r
                RUN read id < /etc/hostname; print() { echo "$1"; sleep 0.1; }; print "Removing intermediate container $id"; \\\r
                    print " ---> 0123456789ab"; print 'Step 3/5 : \(next)'; print " ---> Using cache"; \\\r
                    print " ---> 1123456789ab"; print "Step 4/5 : CMD x"; print "Successfully built 1123456789ab"\r
                \(next)\r
                CMD x\r
                """
            let result = try await engine.build(.legacy, ["Dockerfile": dockerfile], text: dockerfile)
            #expect(result.error == nil && result.outputTail.contains("Step 4/5 : CMD x"))
            #expect(result.steps.prefix(4).map(\.line) == [1, 2, 5, 6])
            #expect(result.steps.prefix(4).map(\.cached) == [false, false, false, false])
            #expect((result.steps[1].duration ?? 0) > 0.5 && (result.steps[2].duration ?? 0) > 1)
            #expect(result.steps.last?.imageID.map { result.imageID?.contains($0) == true } == true)
        }
    }

    @Test func runsAContainer() async throws {
        try await LiveEngine.withClient { client, engine in
            let spec = ContainerSpec(
                image: engine.image, command: ["sh", "-c", "echo out; echo err >&2; sleep 2; exit 3"],
                labels: engine.labels, hostConfig: HostConfig(memory: 64 << 20, pidsLimit: 20, networkMode: "none"))
            let id = try await client.createContainer(spec)
            async let status = client.waitContainer(id, condition: .nextExit)
            try await Task.sleep(for: .milliseconds(100))
            try await client.startContainer(id)
            #expect(try await status == 3)
            let inspection = try await client.inspectContainer(id)
            #expect(inspection.state.exitCode == 3)
            #expect(abs((inspection.commandSeconds ?? 0) - 2) < 0.1)
            var output: [LogStream: String] = [:]
            try await client.logs(id) { stream, bytes in
                output[stream, default: ""] += String(decoding: bytes, as: UTF8.self)
            }
            #expect(output == [.output: "out\n", .error: "err\n"])
            var archived = 0
            try await client.archive(id, path: "/etc/hostname") { archived += $0.count }
            #expect(archived >= 1024)
            #expect(await code { try await client.archive(id, path: "/nowhere") { _ in } } == .notFound)
            #expect(try await client.containers(filters: engine.filters).map(\.id) == [id])
            try await client.removeContainer(id)
            #expect(await code { try await client.inspectContainer(id) } == .notFound)
        }
    }

    @Test func readsEverythingElse() async throws {
        try await LiveEngine.withClient { client, engine in
            try await client.ping()
            #expect(try await !client.version().version.isEmpty)
            let info = try await client.info()
            #expect(info.processors > 0 && info.memory > 0 && !info.storageDriver.isEmpty && !info.runtimes.isEmpty)
            #expect(try await client.diskUsage().images.contains { $0.tags.contains(engine.image) })
            #expect(try await !client.image(engine.image).layers.isEmpty)
            #expect(try await !client.history(engine.image).isEmpty)
            let volume = try await client.createVolume(labels: engine.labels)
            #expect(try await client.volumes(filters: engine.filters).map(\.name) == [volume.name])
            try await client.removeVolume(volume.name)
            #expect(try await client.networks(filters: ["name": ["bridge"]]).map(\.name).contains("bridge"))
            let past = Date(timeIntervalSinceNow: -60)
            var seen: [String] = []
            for try await event in try client.events(filters: ["type": ["volume"]], since: past, until: Date()) {
                if event.object == volume.name { seen.append(event.action) }
            }
            #expect(seen == ["create", "destroy"])
        }
    }
}
