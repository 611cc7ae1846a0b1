import Engine
import Testing

/// One object of each kind that is not Plimsoll's and must survive whatever Plimsoll does.
struct Sentinels: Sendable {
    private let container: String
    private let image: String
    private let unnamed: String
    private let volume: String
    private let network: String
    private let records: Set<String>

    static func make() async throws -> Sentinels {
        try await TestEngine.withClient { client in
            try await TestEngine.provideTinyImage(on: client)
            try await client.tag(TestEngine.tinyImage, repository: "sentinel", tag: "1")
            let specification = ContainerSpec(image: TestEngine.tinyImage, command: ["true"], labels: ["mine": "1"])
            let container = try await client.createContainer(specification, name: "sentinel")
            let volume = try await client.createVolume(name: "sentinel", labels: ["mine": "1"])
            let network = try await client.createNetwork(name: "sentinel", labels: ["mine": "1"])
            let before = Set(try await client.buildCache().map(\.id))
            let unnamed = try await build(on: client)
            let records = Set(try await client.buildCache().map(\.id)).subtracting(before)
            #expect(!records.isEmpty)
            return Sentinels(
                container: container, image: "sentinel:1", unnamed: unnamed, volume: volume.name, network: network,
                records: records)
        }
    }

    /// Builds an image, takes its name from it, and returns its id: its layer's record stays in the cache.
    private static func build(on client: EngineClient) async throws -> String {
        let text = "FROM \(TestEngine.tinyImage)\nRUN echo sentinel > /sentinel\n"
        let upload = AsyncStream<[UInt8]> { continuation in
            continuation.yield(Array(text.utf8))
            continuation.finish()
        }
        let result = try await client.build(BuildRequest(builder: .buildkit, tags: ["sentinel:built"]), context: upload)
        #expect(result.error == nil, "\(result.outputTail)")
        let id = try await client.image("sentinel:built").id
        // The name moves on, as it does where a branch is built again.
        try await client.tag(TestEngine.tinyImage, repository: "sentinel", tag: "built")
        return id
    }

    /// - Parameter cacheIsCollected: whether the build cache was collected, whose records carry no label: then they may go.
    func checkAndRemove(cacheIsCollected: Bool = false) async throws {
        try await TestEngine.withClient { client in
            #expect(try await client.containers().map(\.id).contains(container))
            let images = try await client.images()
            #expect(images.flatMap(\.tags).contains(image))
            #expect(images.contains { $0.id == unnamed && $0.tags.isEmpty })
            #expect(try await client.volumes().map(\.name).contains(volume))
            #expect(try await client.networks().map(\.id).contains(network))
            let left = Set(try await client.buildCache().map(\.id))
            #expect(cacheIsCollected || left.isSuperset(of: records))
            try await client.removeContainer(container)
            for name in [image, "sentinel:built", unnamed] { try await client.removeImage(name) }
            try await client.removeVolume(volume)
            try await client.removeNetwork(network)
            _ = try await client.removeBuildCache(records.sorted())
        }
    }
}
