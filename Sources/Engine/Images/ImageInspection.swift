/// Everything that an engine says of one image.
public struct ImageInspection: Sendable, Equatable, Decodable {
    /// Its id.
    public var id: String
    /// Its parent's id; empty where it has none.
    public var parent: String
    /// Its names.
    public var tags: [String]
    /// Its digests in registries.
    public var digests: [String]
    /// When it was made; nil where its maker wrote none.
    public var createdAt: EngineInstant?
    /// When it was last given a name, also by a build that found every step in its cache; nil where the engine tells none, as
    /// of an image that was only pulled.
    public var lastTaggedAt: EngineInstant?
    /// The size of all its layers, in bytes.
    public var size: Int
    /// As `size` on engines that tell it (below API 1.44).
    public var virtualSize: Int?
    /// Its architecture, as `amd64`.
    public var architecture: String
    /// How its containers run.
    public var config: ImageConfiguration
    /// The digests of its layers' contents, the lowest first.
    public var layers: [String]

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case parent = "Parent"
        case tags = "RepoTags"
        case digests = "RepoDigests"
        case createdAt = "Created"
        case size = "Size"
        case virtualSize = "VirtualSize"
        case architecture = "Architecture"
        case config = "Config"
        case rootFilesystem = "RootFS"
        case metadata = "Metadata"
    }

    private struct Metadata: Decodable {
        var lastTaggedAt: EngineInstant?

        enum CodingKeys: String, CodingKey {
            case lastTaggedAt = "LastTagTime"
        }
    }

    private struct RootFilesystem: Decodable {
        var layers: [String]

        enum CodingKeys: String, CodingKey {
            case layers = "Layers"
        }
    }

    /// Decodes the engine's answer.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        parent = try container.decode(String.self, forKey: .parent)
        tags = try container.decode([String].self, forKey: .tags)
        digests = try container.decode([String].self, forKey: .digests)
        createdAt = try container.decodeIfPresent(EngineInstant.self, forKey: .createdAt)
        size = try container.decode(Int.self, forKey: .size)
        virtualSize = try container.decodeIfPresent(Int.self, forKey: .virtualSize)
        architecture = try container.decode(String.self, forKey: .architecture)
        config = try container.decodeIfPresent(ImageConfiguration.self, forKey: .config) ?? ImageConfiguration()
        lastTaggedAt = try container.decodeIfPresent(Metadata.self, forKey: .metadata)?.lastTaggedAt
        layers = try container.decodeIfPresent(RootFilesystem.self, forKey: .rootFilesystem)?.layers ?? []
    }
}
