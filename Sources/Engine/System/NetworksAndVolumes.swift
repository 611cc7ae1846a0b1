import Model

package struct Network: Sendable, Equatable, Decodable {
    package var id: String
    package var name: String
    package var createdAt: EngineInstant?
    package var labels: [String: String]

    enum CodingKeys: String, CodingKey { case id = "Id", name = "Name", createdAt = "Created", labels = "Labels" }
}

package struct Volume: Sendable, Equatable, Decodable {
    package struct Usage: Sendable, Equatable, Decodable {
        /// In bytes; -1 if unknown.
        package var size: Int

        enum CodingKeys: String, CodingKey { case size = "Size" }
    }

    /// 64 hexadecimal digits if no name was given.
    package var name: String
    /// nil if the engine does not report it.
    package var createdAt: EngineInstant?
    package var labels: [String: String]
    /// Only in ``DiskUsage``.
    package var usage: Usage?

    enum CodingKeys: String, CodingKey {
        case name = "Name", createdAt = "CreatedAt", labels = "Labels", usage = "UsageData"
    }
}

extension EngineClient {
    /// The engine's networks; always includes `bridge`, `host` and `none`.
    package func networks(filters: EngineFilters = [:]) async throws -> [Network] {
        try await get("/networks", filters: filters)
    }

    package func removeNetwork(_ name: String) async throws {
        try await done(EngineRequest(.DELETE, "/networks/\(name.escaped)"))
    }

    package func volumes(filters: EngineFilters = [:]) async throws -> [Volume] {
        struct List: Decodable {
            var volumes: [Volume]

            enum CodingKeys: String, CodingKey { case volumes = "Volumes" }
        }
        return try await get("/volumes", filters: filters, as: List.self).volumes
    }

    /// Creates a volume; without a name the engine chooses one.
    package func createVolume(name: String? = nil, labels: [String: String] = [:]) async throws -> Volume {
        let fields: JSONFields = ["Name": name, "Labels": labels]
        return try await json(EngineRequest(.POST, "/volumes/create", json: fields))
    }

    package func removeVolume(_ name: String, force: Bool = false) async throws {
        try await done(EngineRequest(.DELETE, "/volumes/\(name.escaped)", query: [("force", force.flag)]))
    }
}
