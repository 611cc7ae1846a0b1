/// How the containers of an image run.
public struct ImageConfiguration: Sendable, Equatable, Decodable {
    /// `NAME=value`, each.
    public var environment: [String] = []
    /// The command; empty where it has none.
    public var command: [String] = []
    /// What stands before the command; empty where it has none.
    public var entrypoint: [String] = []
    /// Where it starts; empty: at the root.
    public var workingDirectory = ""
    /// As whom it runs; empty: as root.
    public var user = ""
    /// Instructions that a build upon it begins with.
    public var onBuild: [String] = []
    /// The image's labels.
    public var labels: [String: String] = [:]

    /// A configuration that says nothing.
    public init() {}

    enum CodingKeys: String, CodingKey {
        case environment = "Env"
        case command = "Cmd"
        case entrypoint = "Entrypoint"
        case workingDirectory = "WorkingDir"
        case user = "User"
        case onBuild = "OnBuild"
        case labels = "Labels"
    }
}
