/// What an engine says of one container.
public struct ContainerInspection: Sendable, Equatable, Decodable {
    /// Its id.
    public var id: String
    /// Its name, with a leading slash.
    public var name: String
    /// The image's id.
    public var image: String
    /// When it was made.
    public var createdAt: EngineInstant?
    /// How it is, and how it ended.
    public var state: State
    /// How its command runs.
    public var config: ImageConfiguration
    /// Its address in each network that it is in, by the network's name; empty while it does not run.
    public var addresses: [String: String]

    /// The seconds that the command ran, by the engine's clock; nil while it has not ended.
    public var commandSeconds: Double? {
        guard let start = state.startedAt, let end = state.finishedAt else { return nil }
        return end.seconds(since: start)
    }

    /// How a container is, and how it ended.
    public struct State: Sendable, Equatable, Decodable {
        /// `created`, `running`, `exited`, …
        public var status: String
        /// Whether its command runs.
        public var running: Bool
        /// Whether the kernel killed it for want of memory.
        public var oomKilled: Bool
        /// Its process on the engine's host; 0 while there is none.
        public var processID: Int
        /// Its command's exit status; 0 also while it has not ended.
        public var exitCode: Int
        /// Why it could not start; empty when it could.
        public var error: String
        /// When its command began; nil: never.
        public var startedAt: EngineInstant?
        /// When its command ended; nil: not yet.
        public var finishedAt: EngineInstant?

        enum CodingKeys: String, CodingKey {
            case status = "Status"
            case running = "Running"
            case oomKilled = "OOMKilled"
            case processID = "Pid"
            case exitCode = "ExitCode"
            case error = "Error"
            case startedAt = "StartedAt"
            case finishedAt = "FinishedAt"
        }
    }

    enum CodingKeys: String, CodingKey {
        case id = "Id"
        case name = "Name"
        case image = "Image"
        case createdAt = "Created"
        case state = "State"
        case config = "Config"
        case networkSettings = "NetworkSettings"
    }

    private struct NetworkSettings: Decodable {
        var networks: [String: Attachment]

        struct Attachment: Decodable {
            var address: String

            enum CodingKeys: String, CodingKey {
                case address = "IPAddress"
            }
        }

        enum CodingKeys: String, CodingKey {
            case networks = "Networks"
        }
    }

    /// Decodes the engine's answer.
    public init(from decoder: any Decoder) throws {
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
