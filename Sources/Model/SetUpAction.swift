/// Something that a release engineer must do so that a fleet has a central cache. Plimsoll counts each as it does it.
public enum SetUpAction: String, Codable, Sendable, CaseIterable {
    /// Start a registry.
    case startRegistry = "start_registry"
    /// Let an engine reach it: a route and an address that needs no certificate, or a certificate.
    case connectEngine = "connect_engine"
    /// Push a base image to it: the legacy builder's cache holds only for the very same image, not for one made alike.
    case publishBaseImage = "publish_base_image"
    /// Have a worker pull its base image from it.
    case pullBaseImage = "pull_base_image"
    /// Have what builds need to be reached by give workers the same address for it: BuildKit's cache holds only then.
    case alignAddresses = "align_addresses"
    /// Make a job push what it built.
    case pushImage = "push_image"
    /// Make a job's build write the cache into the image: BuildKit.
    case inlineCacheArgument = "inline_cache_argument"
    /// Make a job pull the image before it builds: the legacy builder.
    case pullCache = "pull_cache"
    /// Make a job's build name the image that it may use as cache.
    case cacheFrom = "cache_from"

    /// What it has to be done for.
    public enum Scope: String, Codable, Sendable {
        /// Once.
        case fleet
        /// For each worker.
        case worker
        /// For each job definition.
        case jobDefinition = "job_definition"
    }

    /// What it has to be done for.
    public var scope: Scope {
        switch self {
        case .startRegistry, .publishBaseImage: .fleet
        case .connectEngine, .pullBaseImage, .alignAddresses: .worker
        case .pushImage, .inlineCacheArgument, .pullCache, .cacheFrom: .jobDefinition
        }
    }

    /// The name of its series; each time that it is done is a point with value 1.
    public var series: String { "set_up_action_\(rawValue)" }

    /// That it was done once, now.
    public var point: JobPoint { JobPoint(name: series, unit: "action", value: 1) }
}
