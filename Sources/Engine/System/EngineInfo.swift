import Foundation

extension EngineClient {
    package func ping() async throws { try await done(EngineRequest(.GET, "/_ping")) }

    package func version() async throws -> EngineVersion { try await json(EngineRequest(.GET, "/version")) }
    package func info() async throws -> EngineInfo { try await json(EngineRequest(.GET, "/info")) }

    /// The engine's own figures of its disk use. Slow if there is much: it walks containers and volumes.
    package func diskUsage() async throws -> DiskUsage { try await json(EngineRequest(.GET, "/system/df")) }

    /// The engine's events from `since` (nil: now) until `until` (nil: no end).
    package func events(filters: EngineFilters = [:], since: Date? = nil, until: Date? = nil) throws -> EngineEvents {
        var request = EngineRequest(
            .GET, "/events",
            query: [("filters", try filters.encoded()), ("since", since?.unixText), ("until", until?.unixText)],
            patience: .endless)
        request.metered = false
        return EngineEvents(request: request, transport: transport)
    }

    /// Removes BuildKit's cache records that no build uses.
    /// - Parameters:
    ///   - all: also those shared with images.
    ///   - keepStorage: how many bytes of cache may stay; nil: none.
    ///   - filters: e.g. `until`, `type`, `id`.
    package func pruneBuildCache(
        all: Bool = false, keepStorage: Int? = nil, filters: EngineFilters = [:]
    ) async throws -> PruneResult {
        try await json(
            EngineRequest(
                .POST, "/build/prune",
                query: [
                    ("all", all.flag), ("keep-storage", keepStorage.map(String.init)),
                    ("filters", try filters.encoded()),
                ]))
    }
}

extension Date {
    /// Seconds since 1970 in the engine's form, with nine decimal places.
    fileprivate var unixText: String {
        let nanoseconds = Int64((timeIntervalSince1970 * 1e9).rounded())
        return EngineInstant(
            secondsSinceEpoch: nanoseconds / 1_000_000_000, nanoseconds: Int32(nanoseconds % 1_000_000_000)
        ).description
    }
}

/// An engine's own report about itself and its host.
package struct EngineInfo: Sendable, Equatable, Decodable {
    /// Constant for the life of its data root; empty if it has none.
    package var id: String
    package var name: String
    var serverVersion: String
    /// Storage driver of the layers, e.g. `overlay2`.
    package var storageDriver: String
    /// `1` or `2`; empty if the engine does not report it.
    package var cgroupVersion: String
    /// `cgroupfs` or `systemd`.
    package var cgroupDriver: String
    package var kernelVersion: String
    /// The host's operating system in words.
    package var operatingSystem: String
    /// The host's architecture, e.g. `x86_64`.
    package var architecture: String
    package var processors: Int
    /// The host's memory, in bytes.
    package var memory: Int
    /// Its data directory, as a path in its own file system.
    package var rootDirectory: String
    package var runtimes: [String]
    package var defaultRuntime: String
    /// E.g. `name=seccomp,profile=default`.
    package var securityOptions: [String]
    package var containers: Int
    package var images: Int
    package var warnings: [String]

    enum CodingKeys: String, CodingKey {
        case id = "ID", name = "Name", serverVersion = "ServerVersion", storageDriver = "Driver"
        case cgroupVersion = "CgroupVersion", cgroupDriver = "CgroupDriver", kernelVersion = "KernelVersion"
        case operatingSystem = "OperatingSystem", architecture = "Architecture", processors = "NCPU"
        case memory = "MemTotal", rootDirectory = "DockerRootDir", runtimes = "Runtimes"
        case defaultRuntime = "DefaultRuntime", securityOptions = "SecurityOptions", containers = "Containers"
        case images = "Images", warnings = "Warnings"
    }

    /// Of the runtimes only the names are kept.
    package init(from decoder: any Decoder) throws {
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

package struct EngineVersion: Sendable, Equatable, Decodable {
    /// E.g. `20.10.24+dfsg1`.
    package var version: String
    var apiVersion: String
    var minimumAPIVersion: String
    package var operatingSystem: String
    package var architecture: String
    package var kernelVersion: String
    /// Names and versions of its components, e.g. `containerd`, `runc`; empty if it reports none.
    package var components: [Component]

    package struct Component: Sendable, Equatable, Decodable {
        package var name: String
        package var version: String

        enum CodingKeys: String, CodingKey { case name = "Name", version = "Version" }
    }

    enum CodingKeys: String, CodingKey {
        case version = "Version", apiVersion = "ApiVersion", minimumAPIVersion = "MinAPIVersion"
        case operatingSystem = "Os", architecture = "Arch", kernelVersion = "KernelVersion", components = "Components"
    }
}
