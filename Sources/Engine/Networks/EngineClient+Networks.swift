extension EngineClient {
    /// The engine's networks; `bridge`, `host` and `none` are always there.
    public func networks(filters: EngineFilters = [:]) async throws -> [Network] {
        try await json(EngineRequest(.GET, "/networks", query: [("filters", try filters.encoded())]))
    }

    /// Makes a network.
    ///
    /// - Parameters:
    ///   - driver: as `bridge`.
    ///   - isolated: whether it has no way out.
    /// - Returns: its id.
    public func createNetwork(
        name: String, driver: String = "bridge", isolated: Bool = false, labels: [String: String] = [:]
    ) async throws -> String {
        let spec = NetworkSpec(name: name, driver: driver, isolated: isolated, labels: labels)
        return try await json(EngineRequest(.POST, "/networks/create", json: spec), as: Created.self).id
    }

    /// Removes a network that no container is in.
    public func removeNetwork(_ name: String) async throws {
        try await done(EngineRequest(.DELETE, "/networks/\(name.escaped)"))
    }

    /// Removes networks that no container is in.
    public func pruneNetworks(filters: EngineFilters = [:]) async throws -> PruneResult {
        try await json(EngineRequest(.POST, "/networks/prune", query: [("filters", try filters.encoded())]))
    }
}

private struct NetworkSpec: Encodable {
    var name: String
    var driver: String
    var isolated: Bool
    var labels: [String: String]
    /// Without it an engine makes a second network of the same name.
    var unique = true

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case driver = "Driver"
        case isolated = "Internal"
        case labels = "Labels"
        case unique = "CheckDuplicate"
    }
}

private struct Created: Decodable {
    var id: String

    enum CodingKeys: String, CodingKey {
        case id = "Id"
    }
}
