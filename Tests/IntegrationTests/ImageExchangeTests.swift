import Engine
import Foundation
import Model
import Provision
import Testing

extension IntegrationTests {
    /// An image that one engine built runs on every other: taken there as a file, and by a registry.
    @Suite(.serialized) struct ImageExchangeTests {
        private struct Worker: Sendable {
            let name: String
            let socket: String
            let client: EngineClient
            var isPodman: Bool { name.hasPrefix("podman") }
            var isOfContent: Bool { name.hasSuffix("+containerd") }
        }

        private static let engines = [
            "docker:bookworm", "docker:trixie", "docker:forky", "docker:forky+containerd", "podman:trixie",
        ]
        /// A set-uid file, a link, a time, and an environment are in the image; the command shows them.
        private static let dockerfile = """
            FROM tiny:1
            ENV PLANTED=kept
            RUN echo built >/built && chmod 4755 /built && touch -d '2016-11-22 12:00:00' /built && ln -s /built /link
            COPY planted /planted
            CMD ["sh", "-c", "echo $PLANTED; cat /link /planted; stat -c '%a %u %Y' /built"]

            """
        private static let output = "kept\nbuilt\nfrom the context\n4755 0 1479816000\n"

        @Test func everyEngineRunsTheImagesOfAllOthers() async throws {
            try await Scratch.with { scratch in
                let options = EmbeddedRegistryOptions(stateDirectory: scratch.plain("state"))
                try await EmbeddedRegistry.withRegistry(options) { registry in
                    try await Self.withWorkers(Self.engines[...], [], scratch, registry) { workers in
                        var rows: [String] = []
                        for from in workers {
                            let built = try await Self.build(on: from, scratch)
                            #expect(try await Self.run(built.name, on: from) == Self.output, "where it was built")
                            for to in workers where to.name != from.name {
                                rows.append(try await Self.carry(built, from, to, scratch))
                                // Podman pushes only to a registry with TLS.
                                guard !from.isPodman, !to.isPodman else { continue }
                                rows.append(try await Self.push(built, from, to, registry))
                            }
                        }
                        print("images of one engine on another:\n" + rows.joined(separator: "\n"))
                        #expect(rows.count == 20 + 12)
                    }
                }
            }
        }

        private static func withWorkers(
            _ words: ArraySlice<String>, _ ready: [Worker], _ scratch: Scratch, _ registry: EmbeddedRegistry,
            _ body: @Sendable ([Worker]) async throws -> Void
        ) async throws {
            guard let word = words.first else { return try await body(ready) }
            var options = EmbeddedEngineOptions(stateDirectory: scratch.plain("state"), diskBytes: 2 << 30)
            options.source = try #require(try EngineSource.parse(word))
            try await EmbeddedEngine.withEngine(options) { engine in
                try await registry.connect(engine)
                try await EngineClient.withClient(.unix(path: engine.socketPath)) { client in
                    let worker = Worker(name: word, socket: engine.socketPath, client: client)
                    try await withWorkers(words.dropFirst(), ready + [worker], scratch, registry, body)
                }
            }
        }

        private struct Built {
            let name: String
            let image: ImageInspection
        }

        private static func build(on worker: Worker, _ scratch: Scratch) async throws -> Built {
            try await TestEngine.provideTinyImage(on: worker.client)
            let short = worker.name.replacing(":", with: "-").replacing("+", with: "-")
            let name = "made/on-\(short):1"
            let result = try await worker.client.build(
                BuildRequest(builder: worker.isPodman ? .buildah : .buildkit, tags: [name]),
                context: try await scratch.context(["Dockerfile": dockerfile, "planted": "from the context\n"]))
            if let error = result.error { throw Shell.Failed(description: error) }
            return Built(name: name, image: try await worker.client.image(name))
        }

        /// What the image's own command prints there.
        private static func run(_ image: String, on worker: Worker) async throws -> String {
            let id = try await worker.client.createContainer(ContainerSpec(image: image))
            try await worker.client.startContainer(id)
            let status = try await worker.client.waitContainer(id)
            var bytes: [UInt8] = []
            try await worker.client.logs(id) { source, chunk in if source == .output { bytes += chunk } }
            try await worker.client.removeContainer(id, force: true)
            return (status == 0 ? "" : "status \(status): ") + String(decoding: bytes, as: UTF8.self)
        }

        /// As a file: `docker save` and `docker load`, by the engines' own API.
        private static func carry(
            _ built: Built, _ from: Worker, _ to: Worker, _ scratch: Scratch
        ) async throws -> String {
            let file = scratch.plain("carried.tar")
            try await Shell.run(
                "curl -sSf --unix-socket '\(from.socket)' -o '\(file)' 'http://engine/images/get?names=\(built.name)'")
            try await Shell.run(
                "curl -sSf --unix-socket '\(to.socket)' -X POST -H 'Content-Type: application/x-tar' "
                    + "--data-binary '@\(file)' http://engine/images/load")
            return try await check(built, as: built.name, from, to, "file")
        }

        private static func push(
            _ built: Built, _ from: Worker, _ to: Worker, _ registry: EmbeddedRegistry
        ) async throws -> String {
            let name = ImageName("\(registry.address)/\(built.name)")
            try await from.client.tag(built.name, repository: name.repository, tag: name.tag)
            try await from.client.pushImage(name.description)
            try await to.client.pullImage(name.description)
            return try await check(built, as: name.description, from, to, "registry")
        }

        /// The same layers, and the same words. Then it is removed, so that the next way brings it anew.
        private static func check(
            _ built: Built, as name: String, _ from: Worker, _ to: Worker, _ way: String
        ) async throws -> String {
            let image = try await to.client.image(name)
            let output = try await run(name, on: to)
            let row = "\(from.name) → \(to.name) by \(way)"
            #expect(image.layers == built.image.layers, "\(row)")
            #expect(output == Self.output, "\(row)")
            // Containerd's store names an image by its manifest, the others by its configuration.
            #expect((image.id == built.image.id) == (from.isOfContent == to.isOfContent), "\(row)")
            try await to.client.removeImage(name, force: true)
            return row + (image.id == built.image.id ? ", same id" : ", another id")
        }
    }
}
