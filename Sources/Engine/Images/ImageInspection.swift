/// Everything that an engine says of one image.
package struct ImageInspection: Sendable, Equatable, Decodable {
    package var id: String
    /// Its parent's id; empty where it has none.
    package var parent: String
    package var tags: [String]
    package var digests: [String]
    /// When it was made; nil where its maker wrote none.
    package var createdAt: EngineInstant?
    /// When it was last given a name, also by a build that found every step in its cache; nil where the engine tells
    /// none, as of an image that was only pulled.
    package var lastTaggedAt: EngineInstant?
    /// The size of all its layers, in bytes.
    package var size: Int
    /// As `size` on engines that tell it (below API 1.44).
    var virtualSize: Int?
    /// Its architecture, as `amd64`.
    package var architecture: String
    package var config: ImageConfiguration
    /// The digests of its layers' contents, the lowest first.
    package var layers: [String]

    enum CodingKeys: String, CodingKey {
        case id = "Id", parent = "Parent", tags = "RepoTags", digests = "RepoDigests", createdAt = "Created"
        case size = "Size", virtualSize = "VirtualSize", architecture = "Architecture", config = "Config"
        case rootFilesystem = "RootFS", metadata = "Metadata"
    }

    private struct Metadata: Decodable {
        var lastTaggedAt: EngineInstant?

        enum CodingKeys: String, CodingKey { case lastTaggedAt = "LastTagTime" }
    }

    private struct RootFilesystem: Decodable {
        var layers: [String]

        enum CodingKeys: String, CodingKey { case layers = "Layers" }
    }

    package init(from decoder: any Decoder) throws {
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

/// How the containers of an image run.
package struct ImageConfiguration: Sendable, Equatable, Decodable {
    /// `NAME=value`, each.
    package var environment: [String] = []
    /// The command; empty where it has none.
    package var command: [String] = []
    /// What stands before the command; empty where it has none.
    package var entrypoint: [String] = []
    /// Where it starts; empty: at the root.
    package var workingDirectory = ""
    /// As whom it runs; empty: as root.
    package var user = ""
    /// Instructions that a build upon it begins with.
    package var onBuild: [String] = []
    package var labels: [String: String] = [:]

    init() {}

    enum CodingKeys: String, CodingKey {
        case environment = "Env", command = "Cmd", entrypoint = "Entrypoint", workingDirectory = "WorkingDir"
        case user = "User", onBuild = "OnBuild", labels = "Labels"
    }
}

/// One step of an image's making, the newest first.
package struct ImageHistoryEntry: Sendable, Equatable, Decodable {
    /// The image that the step left; `<missing>` where it is not on the engine.
    package var id: String
    /// Unix time, in seconds.
    package var createdAt: Int
    package var createdBy: String
    /// The size of its layer, in bytes.
    package var size: Int
    package var tags: [String]

    enum CodingKeys: String, CodingKey {
        case id = "Id", createdAt = "Created", createdBy = "CreatedBy", size = "Size", tags = "Tags"
    }
}

/// One line of an engine's image list.
package struct ImageSummary: Sendable, Equatable, Decodable {
    package var id: String
    /// Its parent's id; empty where it has none (BuildKit's images, base images).
    package var parent: String
    /// Its names; `<none>:<none>` is left out.
    package var tags: [String]
    package var digests: [String]
    /// Unix time of its making, in seconds.
    package var createdAt: Int
    /// The size of all its layers, in bytes.
    package var size: Int
    package var labels: [String: String]

    enum CodingKeys: String, CodingKey {
        case id = "Id", parent = "ParentId", tags = "RepoTags", digests = "RepoDigests", createdAt = "Created"
        case size = "Size", labels = "Labels"
    }

    package init(from decoder: any Decoder) throws {
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

/// An image's name, taken apart: `registry:5000/path/name:tag` or `…@sha256:…`.
package struct ImageName: Sendable, Hashable, CustomStringConvertible {
    /// Everything before the tag or digest.
    package var repository: String
    /// The tag, or the digest; `latest` where none was written.
    package var tag: String

    /// Takes a name apart; a colon before the last slash belongs to the registry's port.
    package init(_ text: String) {
        if let at = text.firstIndex(of: "@") {
            repository = String(text[..<at])
            tag = String(text[text.index(after: at)...])
            return
        }
        let nameStart = text.lastIndex(of: "/").map(text.index(after:)) ?? text.startIndex
        if let colon = text[nameStart...].lastIndex(of: ":") {
            repository = String(text[..<colon])
            tag = String(text[text.index(after: colon)...])
        } else {
            repository = text
            tag = "latest"
        }
    }

    package var description: String { tag.contains(":") ? "\(repository)@\(tag)" : "\(repository):\(tag)" }
}

/// One thing that the removal of an image did.
package enum RemovedImage: Sendable, Hashable, Decodable {
    case untagged(String), deleted(String)

    package var name: String {
        switch self {
        case .untagged(let name), .deleted(let name): name
        }
    }

    enum CodingKeys: String, CodingKey { case untagged = "Untagged", deleted = "Deleted" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let name = try container.decodeIfPresent(String.self, forKey: .untagged) {
            self = .untagged(name)
        } else {
            self = .deleted(try container.decode(String.self, forKey: .deleted))
        }
    }
}
