package struct Network: Sendable, Equatable, Decodable {
    package var id: String
    package var name: String
    /// E.g. `bridge`.
    package var driver: String
    /// `local`, `swarm`.
    package var scope: String
    package var createdAt: EngineInstant?
    package var labels: [String: String]

    enum CodingKeys: String, CodingKey {
        case id = "Id", name = "Name", driver = "Driver", scope = "Scope", createdAt = "Created", labels = "Labels"
    }
}

extension EngineClient {
    /// The engine's networks; always includes `bridge`, `host` and `none`.
    package func networks(filters: EngineFilters = [:]) async throws -> [Network] {
        try await json(EngineRequest(.GET, "/networks", query: [("filters", try filters.encoded())]))
    }

    package func removeNetwork(_ name: String) async throws {
        try await done(EngineRequest(.DELETE, "/networks/\(name.escaped)"))
    }
}

package struct Volume: Sendable, Equatable, Decodable {
    /// 64 hexadecimal digits if no name was given.
    package var name: String
    /// E.g. `local`.
    package var driver: String
    /// Path in the engine's file system.
    var mountpoint: String
    /// nil if the engine does not report it.
    package var createdAt: EngineInstant?
    package var labels: [String: String]
    /// Size and users; only in ``DiskUsage``.
    package var usage: Usage?

    package struct Usage: Sendable, Equatable, Decodable {
        /// In bytes; -1 if unknown.
        package var size: Int
        /// How many containers use it; -1 if unknown.
        package var references: Int

        enum CodingKeys: String, CodingKey { case size = "Size", references = "RefCount" }
    }

    enum CodingKeys: String, CodingKey {
        case name = "Name", driver = "Driver", mountpoint = "Mountpoint", createdAt = "CreatedAt", labels = "Labels"
        case usage = "UsageData"
    }
}

extension EngineClient {
    package func volumes(filters: EngineFilters = [:]) async throws -> [Volume] {
        try await json(
            EngineRequest(.GET, "/volumes", query: [("filters", try filters.encoded())]), as: VolumeList.self
        ).volumes
    }

    /// Creates a volume; without a name the engine chooses one.
    package func createVolume(name: String? = nil, labels: [String: String] = [:]) async throws -> Volume {
        try await json(EngineRequest(.POST, "/volumes/create", json: VolumeSpec(name: name, labels: labels)))
    }

    package func removeVolume(_ name: String, force: Bool = false) async throws {
        try await done(EngineRequest(.DELETE, "/volumes/\(name.escaped)", query: [("force", force.flag)]))
    }
}

private struct VolumeList: Decodable {
    var volumes: [Volume]

    enum CodingKeys: String, CodingKey { case volumes = "Volumes" }
}

private struct VolumeSpec: Encodable {
    var name: String?
    var labels: [String: String]

    enum CodingKeys: String, CodingKey { case name = "Name", labels = "Labels" }
}
