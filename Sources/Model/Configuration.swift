/// One point in the product of a scenario's factors.
///
/// A factor that a scenario does not vary is nil, and is then neither in names nor in hashes.
package struct Configuration: Codable, Sendable, Hashable {
    package var builder: Builder
    /// What the build finds of earlier builds; nil: what its engine has.
    package var cache: CacheSource?
    /// By which policy the engine's disk is collected; nil: only by each job's retention.
    package var policy: GarbagePolicy?
    /// How the fixture's Dockerfile installs dependencies; nil: as its usual Dockerfile does.
    package var strategy: DependencyStrategy?
    /// What the fixture's Dockerfile builds upon; nil: what its usual Dockerfile does.
    package var base: BaseSource?
    /// How many jobs run at the same time; nil: one after the other.
    package var executors: Int?
    /// How jobs come to the executors; nil: every executor is always busy.
    package var load: Load?
    /// What runs the job's container; nil: what its engine takes.
    package var runtime: ContainerRuntime?
    /// What the job's container may do; nil: what its engine gives it.
    package var hardening: Hardening?
    /// What goes wrong in its jobs on purpose; nil: nothing.
    package var fault: Fault?
    /// What is made worse in its jobs on purpose; nil: nothing.
    package var planted: PlantedRegression?

    package init(
        builder: Builder, cache: CacheSource? = nil, policy: GarbagePolicy? = nil, strategy: DependencyStrategy? = nil,
        base: BaseSource? = nil, executors: Int? = nil, load: Load? = nil, runtime: ContainerRuntime? = nil,
        hardening: Hardening? = nil, fault: Fault? = nil, planted: PlantedRegression? = nil
    ) {
        (self.executors, self.load, self.builder, self.cache) = (executors, load, builder, cache)
        (self.policy, self.strategy, self.base, self.runtime) = (policy, strategy, base, runtime)
        (self.hardening, self.fault, self.planted) = (hardening, fault, planted)
    }

    /// `factor=value` for each factor that the scenario varies, joined by commas: stable, so that runs can be compared by it.
    package var name: String { factors.map { "\($0.name)=\($0.value)" }.joined(separator: ",") }

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
    package var withoutLoad: Configuration {
        var configuration = self
        configuration.executors = nil
        configuration.load = nil
        return configuration
    }

    /// Which of a fixture's Dockerfiles is built, by the name that its description gives it; nil: the usual one.
    package var dockerfileVariant: String? {
        strategy?.rawValue ?? base?.rawValue ?? fault.flatMap { $0.isOfFixture ? $0.rawValue : nil }
    }
}

/// How jobs come to the executors of a level: the factor `load`.
package enum Load: Codable, Sendable, Hashable, RawRepresentable {
    /// Every executor begins its next job when its last one has ended: none is ever idle.
    case closed
    /// Jobs arrive by themselves, as a Poisson process at a share (in per cent) of the rate that the same executors of
    /// the same builder worked off when the run last had them busy; a job waits for the first free executor.
    case open(percent: Int)
    /// The same, but spaced as recorded times are: a git history's, or those of the scenario's `arrivals`.
    case recorded(percent: Int)

    /// Behind a share whose jobs are spaced as recorded.
    private static let recordedMark = "-recorded"

    /// `closed`, a share as `70%`, or `70%-recorded`; nil of any other text, and of shares under 1 % or over 400 %.
    package init?(rawValue: String) {
        if rawValue == "closed" {
            self = .closed
            return
        }
        let isRecorded = rawValue.hasSuffix(Self.recordedMark)
        let share = isRecorded ? rawValue.dropLast(Self.recordedMark.count) : rawValue[...]
        guard share.hasSuffix("%"), let percent = Int(share.dropLast()), (1...400).contains(percent) else {
            return nil
        }
        self = isRecorded ? .recorded(percent: percent) : .open(percent: percent)
    }

    package var rawValue: String {
        switch self {
        case .closed: "closed"
        case .open(let percent): "\(percent)%"
        case .recorded(let percent): "\(percent)%\(Self.recordedMark)"
        }
    }

    /// At which share of the busy executors' rate jobs arrive, in per cent; nil where they do not arrive by themselves.
    package var percent: Int? {
        switch self {
        case .closed: nil
        case .open(let percent), .recorded(let percent): percent
        }
    }

    /// Whether jobs arrive by themselves.
    package var isOpen: Bool { percent != nil }

    var isRecorded: Bool { if case .recorded = self { true } else { false } }
}
