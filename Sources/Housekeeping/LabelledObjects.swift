import Engine
import Foundation
import Model

/// Plimsoll's objects on an engine, identified by label and name together. Nothing else is ever removed.
package struct LabelledObjects: Sendable {
    private let client: EngineClient

    package init(on client: EngineClient) { self.client = client }

    package struct Removal: Sendable, Equatable {
        package var removed: [RemovedObject] = []
        package var held: [String] = []
        /// Objects left on purpose, each in a sentence: those of active runs, those that others made from Plimsoll's.
        package var left: [String] = []
    }

    /// Removes what Plimsoll made: containers first, because they hold the rest; then images, volumes, networks.
    /// Objects of an active run stay, whoever started it and whatever its state directory. Objects shared by all runs
    /// stay while any run is active. Already removed counts as success, so that the removal can be repeated after a
    /// kill. Objects that others' objects use stay, such as an image of their container; the rest is removed.
    /// - Parameter owner: only objects of this run; nil: of every run except those in `sparing`.
    /// - Parameter sparing: runs known to be active, in addition to those that the engine's markers name.
    /// - Throws: `EngineError` when the engine fails or is lost.
    package func remove(owner: UUID?, sparing: Set<UUID> = []) async throws -> Removal {
        let wanted = owner?.uuidString.lowercased()
        var atWork = try await RunsAtWork.read(from: client).adding(sparing)
        if let owner { atWork = atWork.taking(asDead: owner) }
        var result = Removal(left: atWork.words(owner: wanted))
        let filters = PlimsollLabel.filters(owner: wanted)

        func attempt(_ kind: RemovedObject.Kind, _ name: String, _ work: () async throws -> Void) async throws {
            let object = RemovedObject(kind: kind, name: name)
            do {
                if try await unlessGone(work) != nil { result.removed.append(object) }
            } catch let error as EngineError where error.code == .conflict {
                result.held.append("\(object) stays: \(error)")
            }
        }
        func goes(_ object: some LabelledObject, _ kind: RemovedObject.Kind, _ name: String) -> Bool {
            if object.isPlimsolls(owner: wanted) { return !atWork.spares(object) }
            result.left.append(
                "\(kind.rawValue) \(name) stays: it is built on something of Plimsoll's, not by Plimsoll")
            return false
        }
        for container in try await client.containers(filters: filters, all: true) {
            let name = container.shownName
            guard goes(container, .container, name) else { continue }
            try await attempt(.container, name) {
                try await client.removeContainer(container.id, force: true, volumes: true)
            }
        }
        // The newest first, as the engine lists them: the classic builder's images go before those they were built on.
        for image in try await client.images(filters: filters, all: false) {
            let name = image.tags.first ?? image.id
            if image.tags.isEmpty {
                result.left.append("image \(name) stays: it has no name, so its owner is unknown")
                continue
            }
            guard goes(image, .image, name) else { continue }
            guard try await client.isOwn(image) else {
                result.left.append("image \(name) stays: it has the name of one of Plimsoll's, and is built on it")
                continue
            }
            // By the names that Plimsoll gave it and never by force: another name given by somebody else keeps the
            // image.
            for name in image.namesByPlimsoll { try await attempt(.image, name) { try await client.removeImage(name) } }
        }
        for volume in try await client.volumes(filters: filters) where goes(volume, .volume, volume.name) {
            try await attempt(.volume, volume.name) { try await client.removeVolume(volume.name) }
        }
        for network in try await client.networks(filters: filters) where goes(network, .network, network.name) {
            try await attempt(.network, network.name) { try await client.removeNetwork(network.id) }
        }
        return result
    }
}

/// The result of work on an engine's object; nil if the engine has no such object.
func unlessGone<Value>(_ work: () async throws -> Value) async throws -> Value? {
    do { return try await work() } catch let error as EngineError where error.code == .notFound { return nil }
}

extension ContainerSummary {
    var shownName: String { String((names.first ?? id).trimmingPrefix("/")) }
}

/// An object that a cleanup removed, or would remove.
package struct RemovedObject: Codable, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case container, image, volume, network, engine, registry, directory
    }

    package var kind: Kind
    package var name: String

    package init(kind: Kind, name: String) { (self.kind, self.name) = (kind, name) }
    package var description: String { "\(kind.rawValue) \(name)" }
}
