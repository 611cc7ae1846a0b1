/// What an engine says of itself and its host.
public struct EngineInfo: Sendable, Equatable, Decodable {
    /// Its identity, the same as long as its data root lives; empty where it has none.
    public var id: String
    /// The host's name.
    public var name: String
    /// The engine's version.
    public var serverVersion: String
    /// How layers are stored, as `overlay2`.
    public var storageDriver: String
    /// `1` or `2`; empty where the engine does not say.
    public var cgroupVersion: String
    /// `cgroupfs` or `systemd`.
    public var cgroupDriver: String
    /// The kernel's release.
    public var kernelVersion: String
    /// The host's operating system in words.
    public var operatingSystem: String
    /// The host's architecture, as `x86_64`.
    public var architecture: String
    /// Processors that the engine may use.
    public var processors: Int
    /// Memory of its host, in bytes.
    public var memory: Int
    /// Where its data lies, in its own file system.
    public var rootDirectory: String
    /// The names of the runtimes that it knows.
    public var runtimes: [String]
    /// The runtime that it uses unless told otherwise.
    public var defaultRuntime: String
    /// Its security options, as `name=seccomp,profile=default`.
    public var securityOptions: [String]
    /// Containers that it has.
    public var containers: Int
    /// Images that it has.
    public var images: Int
    /// Its own warnings.
    public var warnings: [String]

    enum CodingKeys: String, CodingKey {
        case id = "ID"
        case name = "Name"
        case serverVersion = "ServerVersion"
        case storageDriver = "Driver"
        case cgroupVersion = "CgroupVersion"
        case cgroupDriver = "CgroupDriver"
        case kernelVersion = "KernelVersion"
        case operatingSystem = "OperatingSystem"
        case architecture = "Architecture"
        case processors = "NCPU"
        case memory = "MemTotal"
        case rootDirectory = "DockerRootDir"
        case runtimes = "Runtimes"
        case defaultRuntime = "DefaultRuntime"
        case securityOptions = "SecurityOptions"
        case containers = "Containers"
        case images = "Images"
        case warnings = "Warnings"
    }

    /// Decodes the engine's answer; of the runtimes only the names are kept.
    public init(from decoder: any Decoder) throws {
        struct Ignored: Decodable {}
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try container.decode(String.self, forKey: key) }
        id = try text(.id)
        name = try text(.name)
        serverVersion = try text(.serverVersion)
        storageDriver = try text(.storageDriver)
        cgroupVersion = try text(.cgroupVersion)
        cgroupDriver = try text(.cgroupDriver)
        kernelVersion = try text(.kernelVersion)
        operatingSystem = try text(.operatingSystem)
        architecture = try text(.architecture)
        processors = try container.decode(Int.self, forKey: .processors)
        memory = try container.decode(Int.self, forKey: .memory)
        rootDirectory = try text(.rootDirectory)
        runtimes = try container.decode([String: Ignored].self, forKey: .runtimes).keys.sorted()
        defaultRuntime = try text(.defaultRuntime)
        securityOptions = try container.decode([String].self, forKey: .securityOptions)
        containers = try container.decode(Int.self, forKey: .containers)
        images = try container.decode(Int.self, forKey: .images)
        warnings = try container.decode([String].self, forKey: .warnings)
    }
}
