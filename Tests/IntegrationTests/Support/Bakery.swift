import Engine
import Foundation

/// Builds small images on the tests' engine, with a label of one test's own.
struct Bakery: Sendable {
    /// The label's key; its value does not matter.
    let label = "bakery-\(UUID().uuidString.prefix(8).lowercased())"
    let client: EngineClient

    /// Runs a test with a bakery; what it baked is gone afterwards, the build cache too.
    static func with(_ body: (Bakery) async throws -> Void) async throws {
        try await TestEngine.withClient { client in
            try await TestEngine.provideTinyImage(on: client)
            _ = try await client.pruneBuildCache(all: true)
            let bakery = Bakery(client: client)
            do { try await body(bakery) } catch {
                try await bakery.clear()
                throw error
            }
            try await bakery.clear()
        }
    }

    var filters: EngineFilters { ["label": [label]] }

    /// How many copies of a layer the engine keeps: on containerd's store it is there as a blob, and unpacked.
    var copies: Int {
        get async throws { try await client.traits().imageStore == .containerd ? 2 : 1 }
    }

    /// The name of an image of this test.
    func name(_ short: String) -> String { "\(label)/\(short)" }

    /// Builds an image with a layer of so many random MiB of its own; the same key gives the same steps, and so hits the cache.
    func bake(_ short: String, by builder: BuilderKind, mebibytes: Int = 8, key: String? = nil) async throws {
        let dockerfile = """
            FROM tiny:1
            RUN echo \(label)-\(key ?? short) && dd if=/dev/urandom of=/blob bs=1048576 count=\(mebibytes)
            """
        let result = try await Scratch.with { scratch in
            try await client.build(
                BuildRequest(builder: builder, tags: [name(short)], labels: [label: "1"]),
                context: try await scratch.context(["Dockerfile": dockerfile]))
        }
        if let error = result.error { throw Shell.Failed(description: error) }
    }

    /// The short names of what is there.
    func baked() async throws -> Set<String> {
        let tags = try await client.images(filters: filters).flatMap(\.tags)
        return Set(tags.map { String($0.dropFirst(label.count + 1).prefix { $0 != ":" }) })
    }

    /// Makes a container, and starts it where that is asked for.
    @discardableResult
    func container(of short: String, command: [String] = ["true"]) async throws -> String {
        try await client.createContainer(ContainerSpec(image: name(short), command: command, labels: [label: "1"]))
    }

    func clear() async throws {
        for container in try await client.containers(filters: filters) {
            try await client.removeContainer(container.id, force: true)
        }
        for image in try await client.images(filters: filters) {
            try await client.removeImage(image.id, force: true)
        }
        _ = try await client.pruneBuildCache(all: true)
    }
}
