import Engine
import Foundation

/// Which containers an engine has of which image, and when they tell that it was used.
struct ContainerUses: Sendable {
    /// The containers of one image.
    struct Uses: Sendable {
        /// The containers' names.
        var names: [String] = []
        /// When the last of them was made, or ended.
        var last: Date?
    }

    /// By the images' ids.
    private(set) var images: [String: Uses] = [:]

    /// Asks an engine. A container that is gone before it was looked at is passed over.
    static func read(_ client: EngineClient, width: Int, now: Date) async throws -> ContainerUses {
        let containers = try await client.containers(all: true)
        let instants = try await Concurrent.map(containers, width: width) { container -> Date? in
            if container.state == "running" { return now }
            do {
                return try await client.inspectContainer(container.id).state.finishedAt?.date
            } catch let error as EngineError where error.code == .notFound {
                return nil
            }
        }
        var uses = ContainerUses()
        for (container, ended) in zip(containers, instants) {
            let made = Date(timeIntervalSince1970: Double(container.createdAt))
            let name = container.names.first.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 } ?? container.id
            var entry = uses.images[container.imageID] ?? Uses()
            entry.names.append(name)
            entry.last = [entry.last, made, ended].compactMap(\.self).max()
            uses.images[container.imageID] = entry
        }
        return uses
    }
}
