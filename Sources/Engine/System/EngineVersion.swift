/// What an engine says of its version.
public struct EngineVersion: Sendable, Equatable, Decodable {
    /// The engine's own version, as `20.10.24+dfsg1`.
    public var version: String
    /// The newest API version that it speaks.
    public var apiVersion: String
    /// The oldest API version that it speaks.
    public var minimumAPIVersion: String
    /// The operating system that it runs on.
    public var operatingSystem: String
    /// The architecture that it runs on.
    public var architecture: String
    /// Its kernel's release.
    public var kernelVersion: String
    /// The names and versions of its parts, as `containerd`, `runc`; empty where it names none.
    public var components: [Component]

    /// A part of the engine.
    public struct Component: Sendable, Equatable, Decodable {
        /// Its name.
        public var name: String
        /// Its version.
        public var version: String

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case version = "Version"
        }
    }

    enum CodingKeys: String, CodingKey {
        case version = "Version"
        case apiVersion = "ApiVersion"
        case minimumAPIVersion = "MinAPIVersion"
        case operatingSystem = "Os"
        case architecture = "Arch"
        case kernelVersion = "KernelVersion"
        case components = "Components"
    }
}
