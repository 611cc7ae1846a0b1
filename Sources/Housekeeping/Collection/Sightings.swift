import Foundation
import Model

/// What earlier collections saw: uses of images that the engine forgets.
/// An engine forgets a container with its removal, and never knew when an image was pulled.
struct Sightings: Codable, Sendable, Equatable {
    struct Sighting: Codable, Sendable, Equatable {
        /// When it was first seen; nil: it was there before the first look.
        var first: Date?
        /// When a container of it was last made, ended or seen running.
        var used: Date?
    }

    var images: [String: Sighting]
    /// Sizes on disk of the directories of layers, in bytes: to measure them again would disturb builds.
    var layers: [String: Int] = [:]
    /// Whether there was no earlier look.
    var isNew = true

    /// The version of the file's format. A file of an older Plimsoll has none, which means the first.
    static let version = 1

    enum CodingKeys: String, CodingKey { case images, layers, version }

    struct Newer: Error, CustomStringConvertible { let description = "a newer Plimsoll wrote it" }

    init() { images = [:] }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard try container.decodeIfPresent(Int.self, forKey: .version) ?? 1 <= Self.version else { throw Newer() }
        images = try container.decode([String: Sighting].self, forKey: .images)
        layers = try container.decodeIfPresent([String: Int].self, forKey: .layers) ?? [:]
        isNew = false
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.version, forKey: .version)
        try container.encode(images, forKey: .images)
        if !layers.isEmpty { try container.encode(layers, forKey: .layers) }
    }

    func uses(of image: String) -> [LastUse] {
        [
            images[image]?.first.map { LastUse(at: $0, sign: .seenFirst) },
            images[image]?.used.map { LastUse(at: $0, sign: .seenRunning) },
        ].compactMap(\.self)
    }

    func applied(to inventory: CollectionInventory) -> CollectionInventory {
        var inventory = inventory
        for index in inventory.images.indices {
            let image = inventory.images[index]
            inventory.images[index].lastUse = LastUse.latest(uses(of: image.id) + [image.lastUse]) ?? image.lastUse
        }
        return inventory
    }

    /// The sightings after one more look; images that are gone are dropped.
    func adding(_ inventory: CollectionInventory, at now: Date) -> Sightings {
        var next = Sightings()
        next.isNew = false
        next.layers = inventory.layers
        for image in inventory.images {
            var seen = images[image.id] ?? Sighting(first: isNew ? nil : now, used: nil)
            if image.lastUse.sign == .run { seen.used = image.lastUse.at }
            next.images[image.id] = seen
        }
        return next
    }
}

/// The file of sightings between collections. Without them recently loaded or used images cannot be recognised. So
/// nothing is collected if they cannot be read or written.
package struct SightingsFile: Sendable {
    private let path: String

    package init(stateDirectory: String, engine key: String) { path = "\(stateDirectory)/collections/\(key).json" }

    /// What was written last; empty if there is no file yet.
    /// - Throws: ``CollectionError`` of code `sightings` if the file cannot be read or understood.
    func load() throws(CollectionError) -> Sightings {
        var found = stat()
        if stat(path, &found) != 0, errno == ENOENT { return Sightings() }
        do {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .secondsSince1970
            return try decoder.decode(Sightings.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch let error as Sightings.Newer {
            throw problem("cannot be read: \(error)", "Use that version, or name another directory with --state.")
        } catch is DecodingError {
            throw problem(
                "is damaged",
                "Move the file away, or name another directory with --state: the engine's own dates count then."
            )
        } catch {
            throw problem(
                "cannot be read: \(error.localizedDescription)",
                "Make it readable, or name another directory with --state.")
        }
    }

    /// Writes atomically.
    /// - Throws: ``CollectionError`` of code `sightings` when the state directory cannot be written.
    func save(_ sightings: Sightings) throws(CollectionError) {
        do {
            let encoder = JSONEncoder()
            encoder.dateEncodingStrategy = .secondsSince1970
            encoder.outputFormatting = .sortedKeys
            let data = try encoder.encode(sightings)
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw problem(
                "cannot be written: \(error.localizedDescription)",
                "Make its directory writable, with room on its disk, or name another with --state.")
        }
    }

    private func problem(_ what: String, _ remedy: String) -> CollectionError {
        CollectionError(
            .sightings,
            "\(path), where collections note which images they saw in use, \(what). Nothing is removed, because recently loaded "
                + "or used images could not be recognised. \(remedy)")
    }
}
