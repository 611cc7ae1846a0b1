/// What is to be built, and how.
public struct BuildRequest: Sendable, Equatable {
    /// Which builder builds.
    public var builder: BuilderKind
    /// The Dockerfile's path inside the context.
    public var dockerfile: String
    /// The Dockerfile's text, where the caller has it. BuildKit fills variables in and leaves out what only changes the
    /// image's configuration; with the text, its steps carry the Dockerfile's own words and are listed as the legacy
    /// builder lists them.
    public var dockerfileText: String?
    /// Names for the image.
    public var tags: [String]
    /// Labels for the image.
    public var labels: [String: String]
    /// Build arguments. `BUILDKIT_INLINE_CACHE=1` makes BuildKit write its cache into the image.
    public var arguments: [String: String]
    /// Whether the cache may not be used.
    public var noCache: Bool
    /// Whether base images are fetched even when they are there.
    public var pull: Bool
    /// Images whose layers may serve as cache.
    public var cacheFrom: [String]
    /// `name:address`, each, for the hosts file of the steps.
    public var extraHosts: [String]
    /// Memory limit of a step, in bytes; the legacy builder only.
    public var memory: Int?
    /// The network of the steps, as `host`, `none`; nil: the engine's default.
    public var networkMode: String?
    /// The stage to build; nil: the last.
    public var target: String?
    /// Whether BuildKit may ask back over a session during a build from an archive. It finds neither logins nor secrets there.
    public var offersSession = false

    /// A build of the context's `Dockerfile`, unless told otherwise.
    public init(
        builder: BuilderKind, dockerfile: String = "Dockerfile", dockerfileText: String? = nil, tags: [String] = [],
        labels: [String: String] = [:], arguments: [String: String] = [:], noCache: Bool = false, pull: Bool = false,
        cacheFrom: [String] = [], extraHosts: [String] = [], memory: Int? = nil, networkMode: String? = nil,
        target: String? = nil
    ) {
        self.builder = builder
        self.dockerfile = dockerfile
        self.dockerfileText = dockerfileText
        self.tags = tags
        self.labels = labels
        self.arguments = arguments
        self.noCache = noCache
        self.pull = pull
        self.cacheFrom = cacheFrom
        self.extraHosts = extraHosts
        self.memory = memory
        self.networkMode = networkMode
        self.target = target
    }
}
