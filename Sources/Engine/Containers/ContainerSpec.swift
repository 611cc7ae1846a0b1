import Model

package struct ContainerSpec: Sendable, Equatable {
    package var image: String
    /// This and the next three: nil is the image's own.
    package var command: [String]?
    package var entrypoint: [String]?
    package var workingDirectory: String?
    package var user: String?
    package var environment: [String: String]
    /// See ``PlimsollLabel/labels(owner:)``.
    package var labels: [String: String]
    package var hostConfig: HostConfig

    package init(
        image: String, command: [String]? = nil, entrypoint: [String]? = nil, environment: [String: String] = [:],
        labels: [String: String] = [:], workingDirectory: String? = nil, user: String? = nil,
        hostConfig: HostConfig = HostConfig()
    ) {
        (self.image, self.command, self.entrypoint) = (image, command, entrypoint)
        (self.environment, self.labels, self.workingDirectory) = (environment, labels, workingDirectory)
        (self.user, self.hostConfig) = (user, hostConfig)
    }

    var json: JSONFields {
        [
            "Image": image, "Cmd": command, "Entrypoint": entrypoint, "Labels": labels, "User": user,
            "Env": environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" },
            "WorkingDir": workingDirectory, "HostConfig": hostConfig,
        ]
    }
}

/// What a container may use of its host. nil or empty values are left to the engine.
package struct HostConfig: Sendable, Equatable, Encodable {
    /// Memory limit, in bytes.
    package var memory: Int?
    /// Limit of memory and swap space together, in bytes. Equal to `memory`: no swap space.
    package var memorySwap: Int?
    /// Processor limit, in billionths of a processor.
    package var nanoCPUs: Int?
    package var pidsLimit: Int?
    /// `bridge`, `none`, `host`, `container:ID` or a network's name.
    package var networkMode: String?
    /// `name:address` entries for the container's hosts file.
    package var extraHosts: [String]
    /// `source:target[:options]` entries.
    package var binds: [String]
    package var readonlyRootfs: Bool
    /// File systems in memory, by mount point; the values are mount options, e.g. `size=64m`.
    package var tmpfs: [String: String]
    /// Whether it has every capability and device, and no filter: practically no isolation.
    package var privileged: Bool
    package var capDrop: [String]
    package var capAdd: [String]
    /// E.g. `no-new-privileges`.
    package var securityOpt: [String]
    package var runtime: String?

    package init(
        memory: Int? = nil, nanoCPUs: Int? = nil, pidsLimit: Int? = nil, networkMode: String? = nil,
        extraHosts: [String] = [], binds: [String] = [], readonlyRootfs: Bool = false, capDrop: [String] = [],
        securityOpt: [String] = [], runtime: String? = nil, memorySwap: Int? = nil,
        tmpfs: [String: String] = [:], privileged: Bool = false, capAdd: [String] = []
    ) {
        (self.memory, self.nanoCPUs, self.pidsLimit, self.networkMode) = (memory, nanoCPUs, pidsLimit, networkMode)
        (self.extraHosts, self.binds, self.readonlyRootfs) = (extraHosts, binds, readonlyRootfs)
        (self.capDrop, self.securityOpt, self.runtime, self.memorySwap) = (capDrop, securityOpt, runtime, memorySwap)
        (self.tmpfs, self.privileged, self.capAdd) = (tmpfs, privileged, capAdd)
    }

    enum CodingKeys: String, CodingKey {
        case memory = "Memory", memorySwap = "MemorySwap", nanoCPUs = "NanoCpus", pidsLimit = "PidsLimit"
        case networkMode = "NetworkMode", extraHosts = "ExtraHosts", binds = "Binds"
        case readonlyRootfs = "ReadonlyRootfs", tmpfs = "Tmpfs", privileged = "Privileged", capDrop = "CapDrop"
        case capAdd = "CapAdd", securityOpt = "SecurityOpt", runtime = "Runtime"
    }
}
