/// What a container is made of.
public struct ContainerSpec: Sendable, Equatable, Encodable {
    /// The image's name or id.
    public var image: String
    /// The command; nil: the image's own.
    public var command: [String]?
    /// What stands before the command; nil: the image's own.
    public var entrypoint: [String]?
    /// Added to the image's environment.
    public var environment: [String: String]
    /// Labels, as ``PlimsollLabel/labels(owner:)``.
    public var labels: [String: String]
    /// Where the command starts; nil: as the image says.
    public var workingDirectory: String?
    /// As whom the command runs; nil: as the image says.
    public var user: String?
    /// What the container may use of its host.
    public var hostConfig: HostConfig

    /// A container of `image` as the image describes it, unless told otherwise.
    public init(
        image: String, command: [String]? = nil, entrypoint: [String]? = nil, environment: [String: String] = [:],
        labels: [String: String] = [:], workingDirectory: String? = nil, user: String? = nil,
        hostConfig: HostConfig = HostConfig()
    ) {
        self.image = image
        self.command = command
        self.entrypoint = entrypoint
        self.environment = environment
        self.labels = labels
        self.workingDirectory = workingDirectory
        self.user = user
        self.hostConfig = hostConfig
    }

    enum CodingKeys: String, CodingKey {
        case image = "Image"
        case command = "Cmd"
        case entrypoint = "Entrypoint"
        case environment = "Env"
        case labels = "Labels"
        case workingDirectory = "WorkingDir"
        case user = "User"
        case hostConfig = "HostConfig"
    }

    /// Encodes as the engine reads it; the environment in a fixed order.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(image, forKey: .image)
        try container.encodeIfPresent(command, forKey: .command)
        try container.encodeIfPresent(entrypoint, forKey: .entrypoint)
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        try container.encode(variables, forKey: .environment)
        try container.encode(labels, forKey: .labels)
        try container.encodeIfPresent(workingDirectory, forKey: .workingDirectory)
        try container.encodeIfPresent(user, forKey: .user)
        try container.encode(hostConfig, forKey: .hostConfig)
    }
}
