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

    enum CodingKeys: String, CodingKey {
        case images
    }

    /// None.
    public init() {
        images = [:]
    }

    /// Reads what was written.
    public init(from decoder: any Decoder) throws {
        images = try decoder.container(keyedBy: CodingKeys.self).decode([String: Sighting].self, forKey: .images)
        isNew = false
    }

    /// The uses that it tells of.
    func uses(of image: String) -> [LastUse] {
        guard let seen = images[image] else { return [] }
        return [
            seen.first.map { LastUse(at: $0, sign: .seenFirst) }, seen.used.map { LastUse(at: $0, sign: .seenRunning) },
        ].compactMap(\.self)
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
