/// One record of BuildKit's cache.
public struct BuildCacheRecord: Sendable, Equatable, Decodable {
    /// Its id.
    public var id: String
    /// The records that it builds on.
    public var parents: [String]
    /// `regular`, `source.local`, `exec.cachemount`, …
    public var type: String
    /// What made it, in BuildKit's words.
    public var description: String
    /// Whether a build uses it now.
    public var inUse: Bool
    /// Whether an image shares its data.
    public var shared: Bool
    /// Its size, in bytes.
    public var size: Int
    /// When it was made.
    public var createdAt: EngineInstant?
    /// When a build last used it; nil: never.
    public var lastUsedAt: EngineInstant?
    /// How many builds used it.
    public var usageCount: Int

    /// The record that it builds on, where there is just one.
    public var parent: String? { parents.count == 1 ? parents[0] : nil }

    enum CodingKeys: String, CodingKey {
        case id = "ID"
        case parent = "Parent"
        case parents = "Parents"
        case type = "Type"
        case description = "Description"
        case inUse = "InUse"
        case shared = "Shared"
        case size = "Size"
        case createdAt = "CreatedAt"
        case lastUsedAt = "LastUsedAt"
        case usageCount = "UsageCount"
    }

    /// Decodes the engine's answer; `Parent` of older versions becomes a list of one.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        let listed = try container.decode([String].self, forKey: .parents)
        let single = try container.decode(String.self, forKey: .parent)
        parents = !listed.isEmpty || single.isEmpty ? listed : [single]
        type = try container.decode(String.self, forKey: .type)
        description = try container.decode(String.self, forKey: .description)
        inUse = try container.decode(Bool.self, forKey: .inUse)
        shared = try container.decode(Bool.self, forKey: .shared)
        size = try container.decode(Int.self, forKey: .size)
        createdAt = try container.decodeIfPresent(EngineInstant.self, forKey: .createdAt)
        lastUsedAt = try container.decodeIfPresent(EngineInstant.self, forKey: .lastUsedAt)
        usageCount = try container.decode(Int.self, forKey: .usageCount)
    }
}
