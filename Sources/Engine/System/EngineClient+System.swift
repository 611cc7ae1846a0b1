import Foundation

extension EngineClient {
    /// Asks for a sign of life.
    public func ping() async throws {
        try await done(EngineRequest(.GET, "/_ping"))
    }

    /// The engine's version and its parts'.
    public func version() async throws -> EngineVersion {
        try await json(EngineRequest(.GET, "/version"))
    }

    /// What the engine says of itself and its host.
    public func info() async throws -> EngineInfo {
        try await json(EngineRequest(.GET, "/info"))
    }

    /// What the engine says it keeps on disk. Slow where there is much: it walks containers and volumes.
    public func diskUsage() async throws -> DiskUsage {
        try await json(EngineRequest(.GET, "/system/df"))
    }

    /// What happens on the engine from `since` (nil: now) until `until` (nil: for ever).
    public func events(filters: EngineFilters = [:], since: Date? = nil, until: Date? = nil) throws -> EngineEvents {
        var request = EngineRequest(
            .GET, "/events",
            query: [("filters", try filters.encoded()), ("since", since?.unixText), ("until", until?.unixText)],
            patience: .endless)
        request.metered = false
        return EngineEvents(request: request, transport: transport)
    }

    /// Removes BuildKit's cache records that no build uses.
    ///
    /// - Parameters:
    ///   - all: also those that images share.
    ///   - keepStorage: how many bytes of cache may stay; nil: none.
    ///   - filters: as `until`, `type`, `id`.
    public func pruneBuildCache(
        all: Bool = false, keepStorage: Int? = nil, filters: EngineFilters = [:]
    ) async throws -> PruneResult {
        try await json(
            EngineRequest(
                .POST, "/build/prune",
                query: [
                    ("all", all.flag), ("keep-storage", keepStorage.map(String.init)),
                    ("filters", try filters.encoded()),
                ]))
    }
}

extension Date {
    /// Seconds since 1970 as the engine reads them, with nine digits behind the dot.
    fileprivate var unixText: String {
        let nanoseconds = Int64((timeIntervalSince1970 * 1e9).rounded())
        return EngineInstant(
            secondsSinceEpoch: nanoseconds / 1_000_000_000, nanoseconds: Int32(nanoseconds % 1_000_000_000)
        ).description
    }
}
