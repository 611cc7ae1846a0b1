/// What a container may use of its host. What is nil or empty is left to the engine.
public struct HostConfig: Sendable, Equatable, Encodable {
    /// Memory limit, in bytes.
    public var memory: Int?
    /// Limit of memory and swap space together, in bytes; as `memory`: no swap space.
    public var memorySwap: Int?
    /// Processor limit, in billionths of a processor.
    public var nanoCPUs: Int?
    /// Limit of processes and threads.
    public var pidsLimit: Int?
    /// `bridge`, `none`, `host`, `container:ID` or a network's name.
    public var networkMode: String?
    /// `name:address`, each, for the container's hosts file.
    public var extraHosts: [String]
    /// `source:target[:options]`, each.
    public var binds: [String]
    /// Whether the root file system is mounted read-only.
    public var readonlyRootfs: Bool
    /// File systems in memory, by where they are mounted; the values are mount options, as `size=64m`.
    public var tmpfs: [String: String]
    /// Whether it has every capability and device, and no filter: as good as no container.
    public var privileged: Bool
    /// Kernel capabilities to take away.
    public var capDrop: [String]
    /// Kernel capabilities to give beyond the engine's own choice.
    public var capAdd: [String]
    /// Security options, as `no-new-privileges`.
    public var securityOpt: [String]
    /// Whether the engine removes the container when it ends.
    public var autoRemove: Bool
    /// The runtime's name; nil: the engine's default.
    public var runtime: String?

    /// No limits.
    public init(
        memory: Int? = nil, nanoCPUs: Int? = nil, pidsLimit: Int? = nil, networkMode: String? = nil,
        extraHosts: [String] = [], binds: [String] = [], readonlyRootfs: Bool = false, capDrop: [String] = [],
        securityOpt: [String] = [], autoRemove: Bool = false, runtime: String? = nil,
        memorySwap: Int? = nil, tmpfs: [String: String] = [:], privileged: Bool = false, capAdd: [String] = []
    ) {
        self.memory = memory
        self.nanoCPUs = nanoCPUs
        self.pidsLimit = pidsLimit
        self.networkMode = networkMode
        self.extraHosts = extraHosts
        self.binds = binds
        self.readonlyRootfs = readonlyRootfs
        self.capDrop = capDrop
        self.securityOpt = securityOpt
        self.autoRemove = autoRemove
        self.runtime = runtime
        self.memorySwap = memorySwap
        self.tmpfs = tmpfs
        self.privileged = privileged
        self.capAdd = capAdd
    }

    enum CodingKeys: String, CodingKey {
        case memory = "Memory"
        case memorySwap = "MemorySwap"
        case nanoCPUs = "NanoCpus"
        case pidsLimit = "PidsLimit"
        case networkMode = "NetworkMode"
        case extraHosts = "ExtraHosts"
        case binds = "Binds"
        case readonlyRootfs = "ReadonlyRootfs"
        case tmpfs = "Tmpfs"
        case privileged = "Privileged"
        case capDrop = "CapDrop"
        case capAdd = "CapAdd"
        case securityOpt = "SecurityOpt"
        case autoRemove = "AutoRemove"
        case runtime = "Runtime"
    }
}
