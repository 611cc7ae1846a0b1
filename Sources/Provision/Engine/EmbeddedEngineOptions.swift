/// How an embedded engine is brought up.
public struct EmbeddedEngineOptions: Sendable {
    /// Where Plimsoll keeps its state; the engine lives in `engines/NAME` under it.
    public var stateDirectory: String
    /// Up to 12 lower-case letters, digits and dashes; nil draws six characters.
    public var name: String?
    /// Size of the engine's own filesystem, in bytes. The file is sparse: it takes from the host what is written.
    public var diskBytes: Int
    /// How many bytes of the filesystem there are for each inode; nil: mkfs.ext4's own choice, 16,384 on most disks. Images of
    /// many small files use up a small disk's inodes before its bytes.
    public var bytesPerInode: Int?
    /// Whether builds reach what the host reaches.
    public var uplink: Bool
    /// Whether the engine lives on when this process ends. Without it the engine ends with its owner, whatever ends that.
    public var detached: Bool
    /// The daemon's program: a name on the PATH, or a path.
    public var dockerd: String
    /// The default bridge's address with its length, as `10.192.4.1/22`; nil: of the block that the engine chooses.
    ///
    /// BuildKit counts the addresses of `--add-host` among what makes a step: engines that share a cache, and serve
    /// something to their builds by such an address, need bridges alike. They do not meet: each is in a namespace of its own.
    public var bridge: String?
    /// Further arguments for the daemon.
    public var extraArguments: [String]

    /// Options for an engine under `.plimsoll` with 20 GiB of its own, an uplink and an owner.
    public init(
        stateDirectory: String = ".plimsoll", name: String? = nil, diskBytes: Int = 20 << 30, uplink: Bool = true,
        detached: Bool = false, dockerd: String = "dockerd", bridge: String? = nil, extraArguments: [String] = []
    ) {
        self.stateDirectory = stateDirectory
        self.name = name
        self.diskBytes = diskBytes
        self.uplink = uplink
        self.detached = detached
        self.dockerd = dockerd
        self.bridge = bridge
        self.extraArguments = extraArguments
    }
}
