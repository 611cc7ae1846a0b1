/// One line of an engine's image list.
public struct ImageSummary: Sendable, Equatable, Decodable {
    /// Its id.
    public var id: String
    /// Its parent's id; empty where it has none (BuildKit's images, base images).
    public var parent: String
    /// Its names; `<none>:<none>` is left out.
    public var tags: [String]
    /// Its digests in registries.
    public var digests: [String]
    /// Unix time of its making, in seconds.
    public var createdAt: Int
    /// The size of all its layers, in bytes.
    public var size: Int
    /// Its labels.
    public var labels: [String: String]

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case parent = "ParentId"
        case tags = "RepoTags"
        case digests = "RepoDigests"
        case createdAt = "Created"
        case size = "Size"
        case labels = "Labels"
    }

    /// Decodes the engine's answer.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        parent = try container.decode(String.self, forKey: .parent)
        tags = try container.decode([String].self, forKey: .tags).filter { $0 != "<none>:<none>" }
        digests = try container.decode([String].self, forKey: .digests).filter { $0 != "<none>@<none>" }
        createdAt = try container.decode(Int.self, forKey: .createdAt)
        size = try container.decode(Int.self, forKey: .size)
        labels = try container.decode([String: String].self, forKey: .labels)
    }
}
