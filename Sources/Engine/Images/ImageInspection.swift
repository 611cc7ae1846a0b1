package struct ImageInspection: Sendable, Equatable, Decodable {
    package var id: String
    /// Empty if it has none.
    package var parent: String
    package var tags: [String]
    package var digests: [String]
    /// nil if its builder recorded none.
    package var createdAt: EngineInstant?
    /// When it was last given a name, also by a build that found every step in its cache. nil if the engine reports
    /// none, e.g. for an image that was only pulled.
    package var lastTaggedAt: EngineInstant?
    /// All its layers, in bytes.
    package var size: Int
    /// As `size`, on engines that report it (below API 1.44).
    var virtualSize: Int?
    /// E.g. `amd64`.
    package var architecture: String
    package var config: ImageConfiguration
    /// The digests of its layers' contents, the lowest layer first.
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

/// How an image's containers run.
package struct ImageConfiguration: Sendable, Equatable, Decodable {
    /// `NAME=value` entries.
    package var environment: [String] = []
    /// Empty if it has none.
    package var command: [String] = []
    /// Empty if it has none.
    package var entrypoint: [String] = []
    /// Empty: the root.
    package var workingDirectory = ""
    /// Empty: root.
    package var user = ""
    /// Instructions that a build on this image begins with.
    package var onBuild: [String] = []
    package var labels: [String: String] = [:]

    init() {}

    enum CodingKeys: String, CodingKey {
        case environment = "Env", command = "Cmd", entrypoint = "Entrypoint", workingDirectory = "WorkingDir"
        case user = "User", onBuild = "OnBuild", labels = "Labels"
    }
}

/// One step in the history of an image.
package struct ImageHistoryEntry: Sendable, Equatable, Decodable {
    /// The image after the step; `<missing>` if it is not on the engine.
    package var id: String
    /// Unix time, in seconds.
    package var createdAt: Int
    package var createdBy: String
    /// Size of its layer, in bytes.
    package var size: Int
    package var tags: [String]

    enum CodingKeys: String, CodingKey {
        case id = "Id", createdAt = "Created", createdBy = "CreatedBy", size = "Size", tags = "Tags"
    }
}

package struct ImageSummary: Sendable, Equatable, Decodable {
    package var id: String
    /// Empty if it has none (BuildKit's images, base images).
    package var parent: String
    /// Without `<none>:<none>`.
    package var tags: [String]
    package var digests: [String]
    /// Creation time, in seconds since 1970.
    package var createdAt: Int
    /// All its layers, in bytes.
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

/// An image's name in its parts: `registry:5000/path/name:tag` or `…@sha256:…`.
package struct ImageName: Sendable, Hashable, CustomStringConvertible {
    /// Everything before the tag or digest.
    package var repository: String
    /// The tag, or the digest; `latest` if none was given.
    package var tag: String

    /// A colon before the last slash belongs to the registry's port.
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

/// One effect of removing an image.
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
