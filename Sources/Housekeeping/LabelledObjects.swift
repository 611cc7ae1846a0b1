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
    /// Objects that are gone already are passed over, so that it can be repeated after a kill.
    /// - Parameters:
    ///   - owner: only objects of this run; nil: of every run but those in `sparing`.
    ///   - sparing: runs that are still at work.
    /// - Returns: what was removed.
    /// - Throws: `EngineError` when the engine refuses or is lost.
    public func remove(owner: UUID?, sparing: Set<UUID> = []) async throws -> [RemovedObject] {
        let filters = PlimsollLabel.filters(owner: owner?.uuidString.lowercased())
        let spared = Set(sparing.map { $0.uuidString.lowercased() })
        func isSpared(_ labels: [String: String]) -> Bool {
            // What has no owner, as the package mirror, serves every run that is at work.
            labels[PlimsollLabel.ownerKey].map(spared.contains) ?? !spared.isEmpty
        }

        var removed: [RemovedObject] = []
        for container in try await client.containers(filters: filters, all: true) where !isSpared(container.labels) {
            try await unlessGone { try await client.removeContainer(container.id, force: true, volumes: true) }
            removed.append(RemovedObject(kind: .container, name: container.names.first ?? container.id))
        }
        for image in try await client.images(filters: filters, all: false) where !isSpared(image.labels) {
            try await unlessGone { try await client.removeImage(image.id, force: true) }
            removed.append(RemovedObject(kind: .image, name: image.tags.first ?? image.id))
        }
        for volume in try await client.volumes(filters: filters) where !isSpared(volume.labels) {
            try await unlessGone { try await client.removeVolume(volume.name, force: true) }
            removed.append(RemovedObject(kind: .volume, name: volume.name))
        }
        for network in try await client.networks(filters: filters) where !isSpared(network.labels) {
            try await unlessGone { try await client.removeNetwork(network.id) }
            removed.append(RemovedObject(kind: .network, name: network.name))
        }
        return removed
    }

    private func unlessGone(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let error as EngineError where error.code == .notFound {}
    }
}
