extension EngineClient {
    /// The records of BuildKit's cache.
    ///
    /// From API 1.42 on the engine looks at nothing else; an older one walks its containers and volumes too, which is slow
    /// where there is much.
    public func buildCache() async throws -> [BuildCacheRecord] {
        let type = version >= APIVersion(1, 42) ? "build-cache" : nil
        return try await json(EngineRequest(.GET, "/system/df", query: [("type", type)]), as: CacheUsage.self).records
    }

    /// Removes records of BuildKit's cache: each only if no build uses it and nothing that stays builds on it.
    ///
    /// - Returns: which of them are gone, and what that freed.
    public func removeBuildCache(_ ids: [String]) async throws -> PruneResult {
        // The engine takes one value, and matches it as a regular expression (moby, builder/builder-next: `id~=`).
        let pattern = "^(" + ids.map(\.escapedForExpression).joined(separator: "|") + ")$"
        return try await pruneBuildCache(all: true, filters: ["id": [pattern]])
    }
}

extension String {
    /// The text as a regular expression that matches nothing but it.
    fileprivate var escapedForExpression: String {
        reduce(into: "") { result, character in
            if !character.isLetter, !character.isNumber { result.append("\\") }
            result.append(character)
        }
    }
}

/// The part of the engine's answer that is about BuildKit.
private struct CacheUsage: Decodable {
    var records: [BuildCacheRecord]

    enum CodingKeys: String, CodingKey {
        case records = "BuildCache"
    }
}
