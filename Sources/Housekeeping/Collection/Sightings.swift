import Foundation

/// What earlier collections saw: uses of images that the engine forgets.
///
/// An engine forgets a container with its removal, and never knew when an image was pulled.
public struct Sightings: Codable, Sendable, Equatable {
    /// What was seen of one image.
    public struct Sighting: Codable, Sendable, Equatable {
        /// When it was seen for the first time; nil: it was there before anybody looked.
        public var first: Date?
        /// When a container of it was last made, ended or seen at work.
        public var used: Date?
    }

    /// By the images' ids.
    public var images: [String: Sighting]
    /// Whether nobody looked before.
    var isNew = true

    /// The version of the file's form. A file of an older Plimsoll has none, which means the first.
    static let version = 1

    enum CodingKeys: String, CodingKey {
        case images
        case version
    }

    /// A newer Plimsoll wrote them.
    struct Newer: Error, CustomStringConvertible {
        let description = "a newer Plimsoll wrote it"
    }

    /// None.
    public init() {
        images = [:]
    }

    /// Reads what was written.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard try container.decodeIfPresent(Int.self, forKey: .version) ?? 1 <= Self.version else { throw Newer() }
        images = try container.decode([String: Sighting].self, forKey: .images)
        isNew = false
    }

    /// Writes them with the version of their form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.version, forKey: .version)
        try container.encode(images, forKey: .images)
    }

    /// The uses that it tells of.
    func uses(of image: String) -> [LastUse] {
        guard let seen = images[image] else { return [] }
        return [
            seen.first.map { LastUse(at: $0, sign: .seenFirst) }, seen.used.map { LastUse(at: $0, sign: .seenRunning) },
        ].compactMap(\.self)
    }

    /// The inventory with the uses that the engine forgot.
    func applied(to inventory: CollectionInventory) -> CollectionInventory {
        var inventory = inventory
        for index in inventory.images.indices {
            let image = inventory.images[index]
            inventory.images[index].lastUse = LastUse.latest(uses(of: image.id) + [image.lastUse]) ?? image.lastUse
        }
        return inventory
    }

    /// What is known after one more look; images that are gone are forgotten.
    func adding(_ inventory: CollectionInventory, at now: Date) -> Sightings {
        var next = Sightings()
        next.isNew = false
        for image in inventory.images {
            var seen = images[image.id] ?? Sighting(first: isNew ? nil : now, used: nil)
            if image.lastUse.sign == .run { seen.used = image.lastUse.at }
            next.images[image.id] = seen
        }
        return next
    }
}
