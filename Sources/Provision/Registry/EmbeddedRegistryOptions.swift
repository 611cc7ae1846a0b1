/// How a registry is brought up.
public struct EmbeddedRegistryOptions: Sendable {
    /// Where Plimsoll keeps its state; the registry lives in `registries/NAME` under it.
    public var stateDirectory: String
    /// Up to 12 lower-case letters, digits and dashes, other than any engine's name; nil draws six characters.
    public var name: String?
    /// A directory for what is pushed, which stays when the registry is taken down; nil: one that goes with it.
    public var storage: String?
    /// The port by which engines know it; nil: the first from 5000 on that no other registry has.
    public var port: Int?
    /// Whether it serves every engine of its state directory, those too that come up later; otherwise those that it is
    /// connected to.
    public var isOpen: Bool
    /// Whether it lives on when this process ends. Without it the registry ends with its owner, whatever ends that.
    public var detached: Bool
    /// The registry's program: a name on the PATH, or a path.
    public var program: String

    /// Options for a registry under `.plimsoll` with an owner, whose storage goes with it.
    public init(
        stateDirectory: String = ".plimsoll", name: String? = nil, storage: String? = nil, port: Int? = nil,
        isOpen: Bool = false, detached: Bool = false, program: String = "docker-registry"
    ) {
        self.stateDirectory = stateDirectory
        self.name = name
        self.storage = storage
        self.port = port
        self.isOpen = isOpen
        self.detached = detached
        self.program = program
    }
}
