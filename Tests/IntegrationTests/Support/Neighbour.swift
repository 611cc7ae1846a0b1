import Engine
import Foundation
import Testing

/// Somebody else on the engine, who builds upon Plimsoll's images, starts containers from them, gives them names of their own, and copies
/// their labels.
struct Neighbour: Sendable {
    /// What the engine has of theirs, as far as a removal could change it.
    struct Belongings: Equatable {
        /// Containers by name, with state and moment of their start.
        var containers: [String: String] = [:]
        /// Images by name, with their ids.
        var images: [String: String] = [:]
        /// Images without a name.
        var nameless: Set<String> = []
        var volumes: Set<String> = []
        var networks: Set<String> = []
    }

    private static let prefix = "mycompany"
    private let nameless: Set<String>

    /// Moves in beside an image of Plimsoll's.
    ///
    /// - Parameter images: images of Plimsoll's on the engine, by name.
    static func moveIn(beside images: [String]) async throws -> Neighbour {
        try await TestEngine.withClient { client in
            var nameless: Set<String> = []
            for (index, image) in images.enumerated() {
                for builder in [BuilderKind.legacy, .buildkit] {
                    let name = "\(prefix)/service-\(builder)-\(index)"
                    try await build("FROM \(image)\nCMD [\"sleep\", \"3600\"]\n", builder, "\(name):1", client)
                    let container = try await client.createContainer(
                        ContainerSpec(image: "\(name):1"), name: "mycompany-\(builder)-\(index)")
                    try await client.startContainer(container)
                    // Built again and again under one name: the image before has none.
                    try await build("FROM \(image)\nENV A=\(builder)\n", builder, "\(name):moved", client)
                    nameless.insert(try await client.image("\(name):moved").id)
                    try await build("FROM \(image)\nENV B=\(builder)\n", builder, "\(name):moved", client)
                }
                let own = try await client.createContainer(
                    ContainerSpec(image: image, command: ["sleep", "3600"]), name: "mycompany-upon-\(index)")
                try await client.startContainer(own)
                _ = try await client.createContainer(ContainerSpec(image: image), name: "mycompany-stopped-\(index)")
                try await client.tag(image, repository: "\(prefix)/renamed-\(index)", tag: "1")
            }
            let labels = PlimsollLabel.labels(owner: UUID().uuidString.lowercased())
            _ = try await client.createVolume(name: "mycompany-data", labels: labels)
            _ = try await client.createNetwork(
                name: "mycompany-net", labels: PlimsollLabel.labels(name: "plimsoll-net", depth: nil))
            return Neighbour(nameless: nameless)
        }
    }

    private static func build(
        _ text: String, _ builder: BuilderKind, _ tag: String, _ client: EngineClient
    ) async throws {
        let result = try await Scratch.with { scratch in
            try scratch.write(text, to: "context/Dockerfile")
            try await Shell.run(
                "tar --format=gnu -C \(scratch.path("context")) -cf \(scratch.path("context.tar")) Dockerfile")
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: scratch.plain("context.tar"))))
            let upload = AsyncStream<[UInt8]> { continuation in
                continuation.yield(bytes)
                continuation.finish()
            }
            return try await client.build(BuildRequest(builder: builder, tags: [tag]), context: upload)
        }
        #expect(result.error == nil, "\(result.outputTail)")
    }

    /// Builds upon an image of Plimsoll's and gives the result that very name; returns its id.
    static func takeName(_ image: String, by builder: BuilderKind) async throws -> String {
        try await TestEngine.withClient { client in
            try await build("FROM \(image)\nENV THEIRS=\(builder)\n", builder, image, client)
            return try await client.image(image).id
        }
    }

    /// What they have now.
    func belongings() async throws -> Belongings {
        try await TestEngine.withClient { client in
            var found = Belongings()
            for container in try await client.containers()
            where container.names.contains(where: { $0.contains("mycompany") }) {
                let state = try await client.inspectContainer(container.id).state
                found.containers[container.names[0]] =
                    "\(container.id) \(state.status) \(state.startedAt.map { "\($0)" } ?? "")"
            }
            let images = try await client.images()
            for image in images {
                for tag in image.tags where tag.contains(Self.prefix) { found.images[tag] = image.id }
            }
            found.nameless = Set(images.filter(\.tags.isEmpty).map(\.id)).intersection(nameless)
            found.volumes = Set(try await client.volumes().map(\.name).filter { $0.contains("mycompany") })
            found.networks = Set(try await client.networks().map(\.name).filter { $0.contains("mycompany") })
            return found
        }
    }

    /// Moves out with everything.
    func moveOut() async throws {
        try await TestEngine.withClient { client in
            for container in try await client.containers()
            where container.names.contains(where: { $0.contains("mycompany") }) {
                try await client.removeContainer(container.id, force: true)
            }
            for name in try await client.images().flatMap(\.tags) where name.contains(Self.prefix) {
                try await client.removeImage(name, force: true)
            }
            for id in nameless { _ = try? await client.removeImage(id, force: true) }
            try await client.removeVolume("mycompany-data")
            for network in try await client.networks() where network.name == "mycompany-net" {
                try await client.removeNetwork(network.id)
            }
        }
    }
}
