import Engine
import Model

/// Makes one of Plimsoll's own engines as cold as when it came up: builds on it can reuse nothing of an earlier one.
struct ColdEngine: Sendable {
    let client: EngineClient
    /// The images and containers that belong to the engine, by id: base images, the package mirror.
    let kept: Set<String>
    /// How long BuildKit may keep what a build has just ended with.
    var patience: Duration = .seconds(5)

    static func keepingWhatIsThere(_ client: EngineClient) async throws -> ColdEngine {
        let images = try await client.images(all: true).map(\.id)
        let containers = try await client.containers(all: true).map(\.id)
        return ColdEngine(client: client, kept: Set(images + containers))
    }

    /// Removes every other container, every other image, and the build cache. Throws `FleetError` with code
    /// `notCold`, naming what is left; `EngineError`.
    func make() async throws {
        for container in try await client.containers(all: true) where !kept.contains(container.id) {
            try await unlessInTheWay { try await client.removeContainer(container.id, force: true, volumes: true) }
        }
        var before: [String] = []
        while true {
            let strangers = try await strangers()
            if strangers.map(\.id) == before { break }
            before = strangers.map(\.id)
            // Named images first: with the last name, the legacy builder's intermediate images go too.
            for image in strangers.sorted(by: { !$0.tags.isEmpty && $1.tags.isEmpty }) {
                try await unlessInTheWay { _ = try await client.removeImage(image.id, force: true) }
            }
        }
        let records = try await client.emptyBuildCache(patience: patience).map {
            "build cache \($0.id) (\($0.description))"
        }
        let images = try await strangers().map { "image \($0.tags.first ?? $0.id)" }
        let left = images + records
        guard left.isEmpty else {
            throw FleetError(
                .notCold,
                "the engine is not cold: \(left.prefix(5).joined(separator: ", "))"
                    + (left.count > 5 ? " and \(left.count - 5) more" : "") + " could not be removed")
        }
    }

    private func strangers() async throws -> [ImageSummary] {
        try await client.images(all: true).filter { !kept.contains($0.id) }.sorted { $0.createdAt > $1.createdAt }
    }

    /// Already removed counts as success; an object that others depend on is tried again when those are gone.
    private func unlessInTheWay(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let error as EngineError where error.code == .notFound || error.code == .conflict {}
    }
}
