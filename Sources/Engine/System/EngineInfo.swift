extension EngineClient {
    package func ping() async throws { try await done(EngineRequest(.GET, "/_ping")) }
    package func version() async throws -> EngineVersion { try await get("/version") }
    package func info() async throws -> EngineInfo { try await get("/info") }
}

package struct EngineInfo: Sendable, Equatable, Decodable {
    private struct Ignored: Equatable, Decodable {}

    /// Constant for the life of its data root; empty if it has none.
    package var id: String
    /// Storage driver of the layers, e.g. `overlay2`.
    package var storageDriver: String
    /// What the storage driver reports of itself: rows of a name and a value.
    package var driverStatus: [[String]]
    /// `1` or `2`; empty if the engine does not report it.
    package var cgroupVersion: String
    /// `cgroupfs` or `systemd`.
    package var cgroupDriver: String
    package var kernelVersion: String
    package var operatingSystem: String
    package var processors: Int
    /// The host's memory, in bytes.
    package var memory: Int
    /// Its data directory, as a path in its own file system.
    package var rootDirectory: String
    private var runtimeTable: [String: Ignored]
    package var defaultRuntime: String
    /// E.g. `name=seccomp,profile=default`.
    package var securityOptions: [String]

    /// The runtimes' names, sorted.
    package var runtimes: [String] { runtimeTable.keys.sorted() }

    enum CodingKeys: String, CodingKey {
        case id = "ID", storageDriver = "Driver", driverStatus = "DriverStatus"
        case cgroupVersion = "CgroupVersion", cgroupDriver = "CgroupDriver"
        case kernelVersion = "KernelVersion", operatingSystem = "OperatingSystem", processors = "NCPU"
        case memory = "MemTotal", rootDirectory = "DockerRootDir", runtimeTable = "Runtimes"
        case defaultRuntime = "DefaultRuntime", securityOptions = "SecurityOptions"
    }
}

package struct EngineVersion: Sendable, Equatable, Decodable {
    package struct Component: Sendable, Equatable, Decodable {
        package var name: String
        package var version: String

        enum CodingKeys: String, CodingKey { case name = "Name", version = "Version" }
    }

    /// E.g. `20.10.24+dfsg1`.
    package var version: String
    /// Its components, e.g. `containerd`, `runc`; empty if it reports none.
    package var components: [Component]

    enum CodingKeys: String, CodingKey { case version = "Version", components = "Components" }
}
