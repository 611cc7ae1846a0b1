extension EngineClient {
    /// The engine's volumes.
    public func volumes(filters: EngineFilters = [:]) async throws -> [Volume] {
        try await json(
            EngineRequest(.GET, "/volumes", query: [("filters", try filters.encoded())]), as: VolumeList.self
        ).volumes
    }

    /// Makes a volume; without a name the engine thinks one up.
    public func createVolume(name: String? = nil, labels: [String: String] = [:]) async throws -> Volume {
        try await json(
            EngineRequest(.POST, "/volumes/create", json: VolumeSpec(name: name, labels: labels)))
    }

    /// Removes a volume that no container uses.
    public func removeVolume(_ name: String, force: Bool = false) async throws {
        try await done(EngineRequest(.DELETE, "/volumes/\(name.escaped)", query: [("force", force.flag)]))
    }

    /// Removes volumes that no container uses.
    ///
    /// > Warning: Below API 1.42 the engine removes named volumes too, from then on only anonymous ones unless the
    /// > filter `all=true` is given. Look at ``version`` against ``APIVersion/sparingNamedVolumes``, and always filter
    /// > by a label on an engine that is not Plimsoll's own.
    public func pruneVolumes(filters: EngineFilters = [:]) async throws -> PruneResult {
        try await json(EngineRequest(.POST, "/volumes/prune", query: [("filters", try filters.encoded())]))
    }
}

private struct VolumeList: Decodable {
    var volumes: [Volume]

    enum CodingKeys: String, CodingKey {
        case volumes = "Volumes"
    }
}

private struct VolumeSpec: Encodable {
    var name: String?
    var labels: [String: String]

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case labels = "Labels"
    }
}
