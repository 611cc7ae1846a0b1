import EngineAPI
import Testing

/// One object of each kind that is not Plimsoll's and must survive whatever Plimsoll does.
struct Sentinels: Sendable {
    private let container: String
    private let image: String
    private let volume: String
    private let network: String

    static func make() async throws -> Sentinels {
        try await TestEngine.withClient { client in
            try await TestEngine.provideTinyImage(on: client)
            try await client.tag(TestEngine.tinyImage, repository: "sentinel", tag: "1")
            let specification = ContainerSpec(image: TestEngine.tinyImage, command: ["true"], labels: ["mine": "1"])
            let container = try await client.createContainer(specification, name: "sentinel")
            let volume = try await client.createVolume(name: "sentinel", labels: ["mine": "1"])
            let network = try await client.createNetwork(name: "sentinel", labels: ["mine": "1"])
            return Sentinels(container: container, image: "sentinel:1", volume: volume.name, network: network)
        }
    }

    func checkAndRemove() async throws {
        try await TestEngine.withClient { client in
            #expect(try await client.containers().map(\.id).contains(container))
            #expect(try await client.images().flatMap(\.tags).contains(image))
            #expect(try await client.volumes().map(\.name).contains(volume))
            #expect(try await client.networks().map(\.id).contains(network))
            try await client.removeContainer(container)
            try await client.removeImage(image)
            try await client.removeVolume(volume)
            try await client.removeNetwork(network)
        }
    }
}
