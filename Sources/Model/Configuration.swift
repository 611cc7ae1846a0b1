/// One point in the product of a scenario's factors.
///
/// A factor that a scenario does not vary is nil, and is then neither in names nor in hashes.
public struct Configuration: Codable, Sendable, Hashable {
    /// Which builder the build phase asks for.
    public var builder: Builder
    /// What the build finds of earlier builds; nil: what its engine has.
    public var cache: CacheSource?
    /// By which policy the engine's disk is collected; nil: only by each job's retention.
    public var policy: GarbagePolicy?
    /// How the fixture's Dockerfile installs dependencies; nil: as its usual Dockerfile does.
    public var strategy: DependencyStrategy?
    /// What the fixture's Dockerfile builds upon; nil: what its usual Dockerfile does.
    public var base: BaseSource?
    /// How many jobs run at the same time; nil: one after the other.
    public var executors: Int?
    /// How jobs come to the executors; nil: every executor is always busy.
    public var load: Load?
    /// What runs the job's container; nil: what its engine takes.
    public var runtime: ContainerRuntime?
    /// What the job's container may do; nil: what its engine gives it.
    public var hardening: Hardening?
    /// What goes wrong in its jobs on purpose; nil: nothing.
    public var fault: Fault?
    /// What is made worse in its jobs on purpose; nil: nothing.
    public var planted: PlantedRegression?

    /// One point of the matrix.
    public init(
        builder: Builder, cache: CacheSource? = nil, policy: GarbagePolicy? = nil, strategy: DependencyStrategy? = nil,
        base: BaseSource? = nil, executors: Int? = nil, load: Load? = nil, runtime: ContainerRuntime? = nil,
        hardening: Hardening? = nil, fault: Fault? = nil, planted: PlantedRegression? = nil
    ) {
        self.executors = executors
        self.load = load
        self.builder = builder
        self.cache = cache
        self.policy = policy
        self.strategy = strategy
        self.base = base
        self.runtime = runtime
        self.hardening = hardening
        self.fault = fault
        self.planted = planted
    }

    /// `factor=value` for each factor that the scenario varies, joined by commas: stable, so that runs can be compared by it.
    public var name: String {
        factors.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    }

    /// The factors that the scenario varies, with their values here.
    var factors: [(name: String, value: String)] {
        let values = [
            ("builder", builder.rawValue), ("cache", cache?.rawValue), ("policy", policy?.rawValue),
            ("strategy", strategy?.rawValue), ("base", base?.rawValue),
            ("executors", executors.map(String.init)), ("load", load?.rawValue),
            ("runtime", runtime?.rawValue), ("hardening", hardening?.rawValue),
            ("fault", fault?.rawValue), ("planted", planted?.rawValue),
        ]
        return values.compactMap { name, value in value.map { (name, $0) } }
    }

    /// The same but for how many jobs run at the same time and how they come: what their builds have in common.
    public var withoutLoad: Configuration {
        var configuration = self
        configuration.executors = nil
        configuration.load = nil
        return configuration
    }

    /// Which of a fixture's Dockerfiles is built, by the name that its description gives it; nil: the usual one.
    public var dockerfileVariant: String? {
        strategy?.rawValue ?? base?.rawValue ?? fault.flatMap { $0.isOfFixture ? $0.rawValue : nil }
    }
}
