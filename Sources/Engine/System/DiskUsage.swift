/// The engine's own figures of its disk use (`GET /system/df`). All sizes in bytes.
package struct DiskUsage: Sendable, Equatable, Decodable {
    /// All image layers together, each counted once.
    package var layersSize: Int
    package var images: [Image]
    package var containers: [Container]
    package var volumes: [Volume]
    package var buildCache: [BuildCacheRecord]

    package struct Image: Sendable, Equatable, Decodable {
        package var id: String
        /// Empty if it has none.
        package var parent: String
        package var tags: [String]
        package var size: Int
        /// Size of the layers that other images use too; -1 if the engine did not compute it.
        package var sharedSize: Int
        /// How many containers use it; -1 if the engine did not count them.
        package var containers: Int
        /// Creation time, in seconds since 1970.
        package var createdAt: Int
        package var labels: [String: String]

        enum CodingKeys: String, CodingKey {
            case id = "Id", parent = "ParentId", tags = "RepoTags", size = "Size", sharedSize = "SharedSize"
            case containers = "Containers", createdAt = "Created", labels = "Labels"
        }
    }

    package struct Container: Sendable, Equatable, Decodable {
        package var id: String
        /// Each with a leading slash.
        package var names: [String]
        package var image: String
        package var writableSize: Int
        var totalSize: Int
        /// `running`, `exited`, …
        package var state: String
        package var labels: [String: String]

        enum CodingKeys: String, CodingKey {
            case id = "Id", names = "Names", image = "Image", writableSize = "SizeRw", totalSize = "SizeRootFs"
            case state = "State", labels = "Labels"
        }
    }

    enum CodingKeys: String, CodingKey {
        case layersSize = "LayersSize", images = "Images", containers = "Containers", volumes = "Volumes"
        case buildCache = "BuildCache"
    }
}

/// One record of BuildKit's cache.
package struct BuildCacheRecord: Sendable, Equatable, Decodable {
    package var id: String
    package var parents: [String]
    /// `regular`, `source.local`, `exec.cachemount`, …
    package var type: String
    package var description: String
    package var inUse: Bool
    package var shared: Bool
    /// In bytes.
    package var size: Int
    package var createdAt: EngineInstant?
    /// When a build last used it; nil: never.
    package var lastUsedAt: EngineInstant?
    var usageCount: Int

    package var parent: String? { parents.count == 1 ? parents[0] : nil }

    enum CodingKeys: String, CodingKey {
        case id = "ID", parent = "Parent", parents = "Parents", type = "Type", description = "Description"
        case inUse = "InUse", shared = "Shared", size = "Size", createdAt = "CreatedAt", lastUsedAt = "LastUsedAt"
        case usageCount = "UsageCount"
    }

    /// `Parent` of older versions becomes a list of one.
    package init(from decoder: any Decoder) throws {
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

extension EngineClient {
    /// The records of BuildKit's cache.
    ///
    /// From API 1.42 on the engine reads nothing else. Older engines walk containers and volumes too, which is slow if
    /// there are many.
    package func buildCache() async throws -> [BuildCacheRecord] {
        let type = version >= APIVersion(1, 42) ? "build-cache" : nil
        return try await json(EngineRequest(.GET, "/system/df", query: [("type", type)]), as: CacheUsage.self).records
    }

    /// Removes records of BuildKit's cache: each only if no build uses it and no remaining record depends on it.
    /// - Returns: which of them were removed.
    package func removeBuildCache(_ ids: [String]) async throws -> PruneResult {
        // The engine takes one value, and matches it as a regular expression (moby, builder/builder-next: `id~=`).
        let pattern = "^(" + ids.map(\.escapedForExpression).joined(separator: "|") + ")$"
        return try await pruneBuildCache(all: true, filters: ["id": [pattern]])
    }
}

extension String {
    fileprivate var escapedForExpression: String {
        reduce(into: "") { result, character in
            if !character.isLetter, !character.isNumber { result.append("\\") }
            result.append(character)
        }
    }
}

/// The part of the engine's answer about BuildKit.
private struct CacheUsage: Decodable {
    var records: [BuildCacheRecord]

    enum CodingKeys: String, CodingKey { case records = "BuildCache" }
}

/// What a prune of BuildKit's cache removed.
package struct PruneResult: Sendable, Equatable, Decodable {
    /// The ids of the removed records.
    package var removed: [String]

    enum CodingKeys: String, CodingKey { case removed = "CachesDeleted" }
}
