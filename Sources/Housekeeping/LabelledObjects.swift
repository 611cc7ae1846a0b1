import EngineAPI
import Foundation

/// What carries Plimsoll's label on an engine; nothing else is ever looked at.
public struct LabelledObjects: Sendable {
    private let client: EngineClient

    /// The labelled objects of one engine.
    public init(on client: EngineClient) {
        self.client = client
    }

    /// Removes what is labelled: containers first, since they hold the rest; then images, volumes, networks.
    ///
    /// Objects that are gone already are passed over, so that it can be repeated after a kill. One that something of somebody
    /// else's holds, as a container of theirs that was made from an image, stays, and the rest is removed all the same.
    /// - Parameters:
    ///   - owner: only objects of this run; nil: of every run but those in `sparing`.
    ///   - sparing: runs that are still at work.
    ///   - stays: told of each object that stays, and why, in the engine's words.
    /// - Returns: what was removed.
    /// - Throws: `EngineError` when the engine fails or is lost.
    public func remove(
        owner: UUID?, sparing: Set<UUID> = [], stays: (RemovedObject, EngineError) -> Void = { _, _ in }
    ) async throws -> [RemovedObject] {
        let filters = PlimsollLabel.filters(owner: owner?.uuidString.lowercased())
        let spared = Set(sparing.map { $0.uuidString.lowercased() })
        func isSpared(_ labels: [String: String]) -> Bool {
            // What has no owner, as the package mirror, serves every run that is at work.
            labels[PlimsollLabel.ownerKey].map(spared.contains) ?? !spared.isEmpty
        }

        var removed: [RemovedObject] = []
        func attempt(
            _ kind: RemovedObject.Kind, _ name: String, _ work: () async throws -> Void
        ) async throws {
            let object = RemovedObject(kind: kind, name: name)
            do {
                try await work()
            } catch let error as EngineError where error.code == .notFound {
                return
            } catch let error as EngineError where error.code == .conflict {
                return stays(object, error)
            }
            removed.append(object)
        }
        for container in try await client.containers(filters: filters, all: true) where !isSpared(container.labels) {
            try await attempt(.container, container.names.first ?? container.id) {
                try await client.removeContainer(container.id, force: true, volumes: true)
            }
        }
        // The newest first, as the engine lists them: an image that the classic builder built upon goes after what it bore.
        for image in try await client.images(filters: filters, all: false) where !isSpared(image.labels) {
            try await attempt(.image, image.tags.first ?? image.id) {
                try await client.removeImage(image.id, force: true)
            }
        }
        for volume in try await client.volumes(filters: filters) where !isSpared(volume.labels) {
            try await attempt(.volume, volume.name) { try await client.removeVolume(volume.name, force: true) }
        }
        for network in try await client.networks(filters: filters) where !isSpared(network.labels) {
            try await attempt(.network, network.name) { try await client.removeNetwork(network.id) }
        }
        return removed
    }
}
