package struct ImageInspection: Sendable, Equatable, Decodable {
    private struct Metadata: Equatable, Decodable {
        var lastTaggedAt: EngineInstant?

        enum CodingKeys: String, CodingKey { case lastTaggedAt = "LastTagTime" }
    }

    private struct Driver: Equatable, Decodable {
        var data: [String: String]

        enum CodingKeys: String, CodingKey { case data = "Data" }
    }

    private struct RootFilesystem: Equatable, Decodable {
        var layers: [String]

        enum CodingKeys: String, CodingKey { case layers = "Layers" }
    }

    package var id: String
    package var tags: [String]
    package var digests: [String]
    /// nil if its builder recorded none.
    package var createdAt: EngineInstant?
    /// All its layers, in bytes: unpacked in Docker's own store, the compressed blobs in containerd's.
    package var size: Int
    package var config: ImageConfiguration
    private var driver: Driver?
    private var metadata: Metadata?
    private var rootFilesystem: RootFilesystem?

    /// When it was last given a name, also by a build that found every step in its cache. nil if the engine reports
    /// none, e.g. for an image that was only pulled.
    package var lastTaggedAt: EngineInstant? { metadata?.lastTaggedAt }

    /// The digests of its layers' contents, the lowest layer first.
    package var layers: [String] { rootFilesystem?.layers ?? [] }

    /// Whether no graph driver has its layers, as on containerd's store.
    var isOfContent: Bool { driver?.data.isEmpty ?? false }

    enum CodingKeys: String, CodingKey {
        case driver = "GraphDriver"
        case id = "Id", tags = "RepoTags", digests = "RepoDigests", createdAt = "Created", size = "Size"
        case config = "Config", rootFilesystem = "RootFS", metadata = "Metadata"
    }
}

/// How an image's containers run. What it does not set is empty.
package struct ImageConfiguration: Sendable, Equatable, Decodable {
    /// `NAME=value` entries.
    package var environment: [String] = []
    package var command: [String] = []
    package var entrypoint: [String] = []
    /// Empty: the root.
    package var workingDirectory = ""
    /// Empty: root.
    package var user = ""
    package var onBuild: [String] = []
    package var labels: [String: String] = [:]

    enum CodingKeys: String, CodingKey {
        case environment = "Env", command = "Cmd", entrypoint = "Entrypoint", workingDirectory = "WorkingDir"
        case user = "User", onBuild = "OnBuild", labels = "Labels"
    }
}

package struct ImageHistoryEntry: Sendable, Equatable, Decodable {
    /// The image after the step; `<missing>` if it is not on the engine.
    package var id: String
    package var createdBy: String
    /// Size of its layer, in bytes.
    package var size: Int

    enum CodingKeys: String, CodingKey { case id = "Id", createdBy = "CreatedBy", size = "Size" }
}

package struct ImageSummary: Sendable, Equatable, Decodable {
    package var id: String
    /// Empty if it has none (BuildKit's images, base images).
    package var parent: String
    private var allTags: [String]
    private var allDigests: [String]
    /// Creation time, in seconds since 1970.
    package var createdAt: Int
    /// All its layers, in bytes.
    package var size: Int
    /// Size of the layers that other images use too; only in ``DiskUsage``, -1 if the engine did not compute it.
    package var sharedSize: Int
    package var labels: [String: String]

    package var tags: [String] { allTags.filter { $0 != "<none>:<none>" } }
    package var digests: [String] { allDigests.filter { $0 != "<none>@<none>" } }

    enum CodingKeys: String, CodingKey {
        case id = "Id", parent = "ParentId", allTags = "RepoTags", allDigests = "RepoDigests", createdAt = "Created"
        case size = "Size", sharedSize = "SharedSize", labels = "Labels"
    }
}

/// One effect of removing an image: a name, or an id.
package struct RemovedImage: Sendable, Equatable, Decodable {
    package var untagged: String?
    package var deleted: String?

    enum CodingKeys: String, CodingKey { case untagged = "Untagged", deleted = "Deleted" }
}

/// An image's name in its parts: `registry:5000/path/name:tag` or `…@sha256:…`.
package struct ImageName: Sendable, Hashable, CustomStringConvertible {
    /// Everything before the tag or digest.
    package var repository: String
    /// The tag, or the digest; `latest` if none was given.
    package var tag: String

    package init(_ text: String) {
        // A colon before the last slash belongs to the registry's port.
        let name = text.lastIndex(of: "/").map(text.index(after:)) ?? text.startIndex
        if let end = text.firstIndex(of: "@") ?? text[name...].lastIndex(of: ":") {
            (repository, tag) = (String(text[..<end]), String(text[end...].dropFirst()))
        } else {
            (repository, tag) = (text, "latest")
        }
    }

    package var description: String { tag.contains(":") ? "\(repository)@\(tag)" : "\(repository):\(tag)" }
}
