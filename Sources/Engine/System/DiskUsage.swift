package struct DiskUsage: Sendable, Equatable, Decodable {
    /// All image layers together, each counted once, in bytes.
    package var layersSize: Int
    package var images: [ImageSummary]
    package var containers: [ContainerSummary]
    package var volumes: [Volume]
    package var buildCache: [BuildCacheRecord]

    enum CodingKeys: String, CodingKey {
        case layersSize = "LayersSize", images = "Images", containers = "Containers", volumes = "Volumes"
        case buildCache = "BuildCache"
    }
}

package struct BuildCacheRecord: Sendable, Equatable, Decodable {
    package var id: String
    private var parentList: [String]
    /// The same, as engines from 23.0 to 28.5 write its key: with a space before it.
    private var spacedParentList: [String]
    /// Of older versions, in place of the list.
    private var parent: String
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

    package var parents: [String] {
        let listed = parentList + spacedParentList
        return !listed.isEmpty || parent.isEmpty ? listed : [parent]
    }

    enum CodingKeys: String, CodingKey {
        case id = "ID", parent = "Parent", parentList = "Parents", spacedParentList = " Parents"
        case type = "Type", description = "Description"
        case inUse = "InUse", shared = "Shared", size = "Size", createdAt = "CreatedAt", lastUsedAt = "LastUsedAt"
    }
}

package struct PruneResult: Sendable, Equatable, Decodable {
    /// The ids of the removed records.
    package var removed: [String]

    enum CodingKeys: String, CodingKey { case removed = "CachesDeleted" }
}

extension EngineClient {
    /// Slow if there is much: the engine walks containers and volumes.
    package func diskUsage() async throws -> DiskUsage { try await get("/system/df") }

    /// The records of BuildKit's cache.
    ///
    /// Where the API lets it (``APIVersion/hasTypedDiskUsage``), the engine reads nothing else. Others walk containers
    /// and volumes too, which is slow if there are many.
    package func buildCache() async throws -> [BuildCacheRecord] {
        struct Part: Decodable {
            var records: [BuildCacheRecord]

            enum CodingKeys: String, CodingKey { case records = "BuildCache" }
        }
        let type = version.hasTypedDiskUsage ? "build-cache" : nil
        return try await get("/system/df", query: [("type", type)], as: Part.self).records
    }

    /// Removes all of BuildKit's cache. Tries again while something is left: a prune leaves what is in use, and BuildKit
    /// may still use what a build has just ended with.
    /// - Returns: what is left after `patience`.
    package func emptyBuildCache(patience: Duration = .seconds(5)) async throws -> [BuildCacheRecord] {
        let deadline = ContinuousClock.now + patience
        while true {
            _ = try await pruneBuildCache(all: true)
            let left = try await buildCache()
            if left.isEmpty || .now >= deadline { return left }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Removes records of BuildKit's cache that no build uses and on which no remaining record depends.
    /// - Parameters:
    ///   - all: also those shared with images.
    ///   - keepStorage: how many bytes of cache may stay; nil: none.
    ///   - filters: e.g. `until`, `type`, `id`.
    package func pruneBuildCache(
        all: Bool = false, keepStorage: Int? = nil, filters: EngineFilters = [:]
    ) async throws -> PruneResult {
        let query = [
            ("all", all.flag), (version.keptCacheParameter, keepStorage.map(String.init)),
            ("filters", try filters.encoded()),
        ]
        return try await json(EngineRequest(.POST, "/build/prune", query: query))
    }

    /// Removes these records of BuildKit's cache, as far as ``pruneBuildCache(all:keepStorage:filters:)`` can.
    package func removeBuildCache(_ ids: [String]) async throws -> PruneResult {
        // The engine takes one value, and matches it as a regular expression (moby, builder/builder-next: `id~=`).
        let escaped = ids.map { $0.map { $0.isLetter || $0.isNumber ? "\($0)" : "\\\($0)" }.joined() }
        return try await pruneBuildCache(all: true, filters: ["id": ["^(\(escaped.joined(separator: "|")))$"]])
    }
}
