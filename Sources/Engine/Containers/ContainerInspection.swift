package struct ContainerInspection: Sendable, Equatable, Decodable {
    package var id: String
    /// With a leading slash.
    package var name: String
    package var image: String
    package var createdAt: EngineInstant?
    package var state: State
    package var config: ImageConfiguration
    /// IP address in each of its networks, by the network's name; empty if it is not running.
    package var addresses: [String: String]

    /// How long the command ran, in seconds, by the engine's clock; nil if it has not ended.
    package var commandSeconds: Double? {
        guard let start = state.startedAt, let end = state.finishedAt else { return nil }
        return end.seconds(since: start)
    }

    package struct State: Sendable, Equatable, Decodable {
        /// `created`, `running`, `exited`, …
        package var status: String
        package var running: Bool
        /// Whether the kernel's OOM killer killed it.
        package var oomKilled: Bool
        /// Process id on the engine's host; 0 if there is none.
        var processID: Int
        /// The command's exit status; also 0 if it has not ended.
        package var exitCode: Int
        /// Why it could not start; empty if it could.
        package var error: String
        /// When the command began; nil: never.
        package var startedAt: EngineInstant?
        /// When the command ended; nil: not yet.
        package var finishedAt: EngineInstant?

        enum CodingKeys: String, CodingKey {
            case status = "Status", running = "Running", oomKilled = "OOMKilled", processID = "Pid"
            case exitCode = "ExitCode", error = "Error", startedAt = "StartedAt", finishedAt = "FinishedAt"
        }
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id", name = "Name", image = "Image", createdAt = "Created", state = "State", config = "Config"
        case networkSettings = "NetworkSettings"
    }

    private struct NetworkSettings: Decodable {
        var networks: [String: Attachment]

        struct Attachment: Decodable {
            var address: String

            enum CodingKeys: String, CodingKey { case address = "IPAddress" }
        }

        enum CodingKeys: String, CodingKey { case networks = "Networks" }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        name = try container.decode(String.self, forKey: .name)
        image = try container.decode(String.self, forKey: .image)
        createdAt = try container.decodeIfPresent(EngineInstant.self, forKey: .createdAt)
        state = try container.decode(State.self, forKey: .state)
        config = try container.decodeIfPresent(ImageConfiguration.self, forKey: .config) ?? ImageConfiguration()
        let settings = try container.decodeIfPresent(NetworkSettings.self, forKey: .networkSettings)
        addresses = (settings?.networks ?? [:]).mapValues(\.address).filter { !$0.value.isEmpty }
    }
}

package struct ContainerSummary: Sendable, Equatable, Decodable {
    package var id: String
    /// Each with a leading slash.
    package var names: [String]
    package var image: String
    package var imageID: String
    package var command: String
    /// Creation time, in seconds since 1970.
    package var createdAt: Int
    /// `created`, `running`, `exited`, …
    package var state: String
    /// The state in words, e.g. `Exited (0) 2 minutes ago`.
    package var status: String
    package var labels: [String: String]

    enum CodingKeys: String, CodingKey {
        case id = "Id", names = "Names", image = "Image", imageID = "ImageID", command = "Command"
        case createdAt = "Created", state = "State", status = "Status", labels = "Labels"
    }
}
