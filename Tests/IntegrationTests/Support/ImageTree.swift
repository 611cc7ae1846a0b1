import Engine
import Model

/// Every file of an image as it would be unpacked, and how its containers run: what two images must share to be the same.
struct ImageTree: Sendable, Equatable {
    /// What stands at each path: kind, mode, owner, and target or content's digest. Times are left out.
    let paths: [String: String]
    /// How the image's containers run.
    let configuration: ImageConfiguration

    /// Reads an image through a container of it, which is never started.
    static func read(_ image: String, from client: EngineClient) async throws -> ImageTree {
        let container = try await client.createContainer(ContainerSpec(image: image, command: ["true"]))
        var bytes: [UInt8] = []
        do {
            try await client.exportContainer(container) { bytes += $0 }
        } catch {
            try await client.removeContainer(container, force: true)
            throw error
        }
        try await client.removeContainer(container)
        return ImageTree(
            paths: try TarListing(bytes).entries, configuration: try await client.image(image).config)
    }

    /// What differs from another, a line each; empty: nothing.
    func differences(from other: ImageTree) -> [String] {
        var lines = Set(paths.keys).union(other.paths.keys).sorted().compactMap { path in
            paths[path] == other.paths[path]
                ? nil : "\(path): \(paths[path] ?? "nothing") | \(other.paths[path] ?? "nothing")"
        }
        if configuration != other.configuration { lines.append("\(configuration) | \(other.configuration)") }
        return lines
    }
}
