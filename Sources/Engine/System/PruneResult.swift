/// What a prune removed.
public struct PruneResult: Sendable, Equatable, Decodable {
    /// The ids or names of what is gone. Images: untagged names and deleted layers, in the engine's order.
    public var removed: [String]
    /// What the engine says it freed, in bytes; networks free none.
    public var reclaimedBytes: Int

    enum CodingKeys: String, CodingKey {
        case reclaimed = "SpaceReclaimed"
        case images = "ImagesDeleted"
        case containers = "ContainersDeleted"
        case volumes = "VolumesDeleted"
        case networks = "NetworksDeleted"
        case caches = "CachesDeleted"
    }

    /// Decodes the answer of any of the engine's prunes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        reclaimedBytes = try container.decode(Int.self, forKey: .reclaimed)
        let images = try container.decode([RemovedImage].self, forKey: .images).map(\.name)
        removed = try [CodingKeys.containers, .volumes, .networks, .caches].reduce(images) { sum, key in
            sum + (try container.decode([String].self, forKey: key))
        }
    }
}
