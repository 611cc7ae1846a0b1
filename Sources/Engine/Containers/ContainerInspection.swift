package struct ContainerInspection: Sendable, Equatable, Decodable {
    package struct State: Sendable, Equatable, Decodable {
        /// `created`, `running`, `exited`, …
        package var status: String
        package var running: Bool
        /// Whether the kernel's OOM killer killed it.
        package var oomKilled: Bool
        /// The command's exit status; also 0 if it has not ended.
        package var exitCode: Int
        /// Why it could not start; empty if it could.
        package var error: String
        package var startedAt: EngineInstant?
        package var finishedAt: EngineInstant?

        enum CodingKeys: String, CodingKey {
            case status = "Status", running = "Running", oomKilled = "OOMKilled"
            case exitCode = "ExitCode", error = "Error", startedAt = "StartedAt", finishedAt = "FinishedAt"
        }
    }

    private struct NetworkSettings: Equatable, Decodable {
        struct Attachment: Equatable, Decodable {
            var address: String

            enum CodingKeys: String, CodingKey { case address = "IPAddress" }
        }

        var networks: [String: Attachment]

        enum CodingKeys: String, CodingKey { case networks = "Networks" }
    }

    package var id: String
    package var image: String
    package var state: State
    private var networkSettings: NetworkSettings?

    enum CodingKeys: String, CodingKey {
        case id = "Id", image = "Image", state = "State", networkSettings = "NetworkSettings"
    }

    /// IP address in each of its networks, by the network's name; empty if it is not running.
    package var addresses: [String: String] {
        (networkSettings?.networks ?? [:]).mapValues(\.address).filter { !$0.value.isEmpty }
    }

    /// How long the command ran, in seconds, by the engine's clock; nil if it has not ended.
    package var commandSeconds: Double? {
        guard let start = state.startedAt, let end = state.finishedAt else { return nil }
        return end.seconds(since: start)
    }
}

package struct ContainerSummary: Sendable, Equatable, Decodable {
    package var id: String
    /// Each with a leading slash.
    package var names: [String]
    package var imageID: String
    /// Creation time, in seconds since 1970.
    package var createdAt: Int
    /// `created`, `running`, `exited`, …
    package var state: String
    package var labels: [String: String]
    /// What it wrote into its own layer, in bytes; only in ``DiskUsage``.
    package var writableSize: Int

    enum CodingKeys: String, CodingKey {
        case id = "Id", names = "Names", imageID = "ImageID", createdAt = "Created", state = "State"
        case labels = "Labels", writableSize = "SizeRw"
    }
}
