/// One combination of a scenario's factors.
/// A factor that a scenario does not vary is nil: as the engine or the fixture has it. It is then in neither names nor hashes.
package struct Configuration: Codable, Sendable, Hashable {
    package var builder: Builder
    package var cache: CacheSource?
    package var policy: GarbagePolicy?
    package var strategy: DependencyStrategy?
    package var base: BaseSource?
    /// How many jobs run at the same time; nil: one after the other.
    package var executors: Int?
    /// How jobs arrive at the executors; nil: every executor is always busy.
    package var load: Load?
    package var runtime: ContainerRuntime?
    package var hardening: Hardening?
    package var fault: Fault?
    package var planted: PlantedRegression?
    /// Which embedded engine its jobs run on; nil: the run's.
    package var engine: EngineSource?
    /// How its jobs' images come to the worker of the next stage; nil: there is one worker, which builds.
    package var delivery: Delivery?

    package init(
        builder: Builder, cache: CacheSource? = nil, policy: GarbagePolicy? = nil, strategy: DependencyStrategy? = nil,
        base: BaseSource? = nil, executors: Int? = nil, load: Load? = nil, runtime: ContainerRuntime? = nil,
        hardening: Hardening? = nil, fault: Fault? = nil, planted: PlantedRegression? = nil,
        engine: EngineSource? = nil, delivery: Delivery? = nil
    ) {
        (self.executors, self.load, self.builder, self.cache) = (executors, load, builder, cache)
        (self.policy, self.strategy, self.base, self.runtime) = (policy, strategy, base, runtime)
        (self.hardening, self.fault, self.planted, self.engine) = (hardening, fault, planted, engine)
        self.delivery = delivery
    }

    /// `factor=value` for each factor that the scenario varies, joined by commas. Stable: runs are compared by it.
    package var name: String { name(without: nil) }

    /// The same without one factor: what configurations that differ only in it have in common. It may be empty.
    package func name(without left: String?) -> String {
        Factor.all.filter { $0.name != left }
            .compactMap { factor in factor.value(self).map { "\(factor.name)=\($0)" } }.joined(separator: ",")
    }

    /// The names of all factors, in the order of configurations' names.
    package static let factorNames = Factor.all.map(\.name)

    /// The varied factors' values by their names: how the store keeps a configuration.
    package var factors: [String: String] {
        Factor.all.reduce(into: [:]) { $0[$1.name] = $1.value(self) }
    }

    /// The configuration that these factors make; nil if one is not known here, as of a newer version, or if there is no builder.
    package init?(factors: [String: String]) {
        guard factors["builder"] != nil else { return nil }
        self.init(builder: .legacy)
        for (name, value) in factors {
            guard let factor = Factor.all.first(where: { $0.name == name }), factor.set(&self, value) else {
                return nil
            }
        }
    }

    /// The builder as a factor like the others.
    var chosenBuilder: Builder? {
        get { builder }
        set { builder = newValue ?? builder }
    }

    /// The same without the number of executors and the load: what its builds have in common.
    package var withoutLoad: Configuration {
        var configuration = self
        configuration.executors = nil
        configuration.load = nil
        return configuration
    }

    /// Which of the fixture's Dockerfiles is built, by its name in the description; nil: the usual one.
    package var dockerfileVariant: String? {
        strategy?.rawValue ?? base?.rawValue ?? fault.flatMap { $0.isOfFixture ? $0.rawValue : nil }
    }
}

/// How jobs arrive at the executors of a level: the factor `load`.
package enum Load: Codable, Sendable, Hashable, RawRepresentable {
    /// Every executor starts its next job when its last one has ended: none is ever idle.
    case closed
    /// Jobs arrive as a Poisson process, at a share (in per cent) of the measured rate: that of the same executors and
    /// builder when the run last kept them busy. A job waits for the first free executor.
    case open(percent: Int)
    /// The same, but spaced like recorded times: a git history's, or those of the scenario's `arrivals`.
    case recorded(percent: Int)

    private static let recordedMark = "-recorded"

    /// `closed`, a share such as `70%`, or `70%-recorded`; nil for other text, and for shares below 1 % or above 400 %.
    package init?(rawValue: String) {
        if rawValue == "closed" {
            self = .closed
            return
        }
        let isRecorded = rawValue.hasSuffix(Self.recordedMark)
        let share = isRecorded ? rawValue.dropLast(Self.recordedMark.count) : rawValue[...]
        guard share.hasSuffix("%"), let percent = Int(share.dropLast()), (1...400).contains(percent) else { return nil }
        self = isRecorded ? .recorded(percent: percent) : .open(percent: percent)
    }

    package var rawValue: String {
        switch self {
        case .closed: "closed"
        case .open(let percent): "\(percent)%"
        case .recorded(let percent): "\(percent)%\(Self.recordedMark)"
        }
    }

    /// The arrival rate as a share of the busy executors' rate, in per cent; nil for `closed`.
    package var percent: Int? {
        switch self {
        case .closed: nil
        case .open(let percent), .recorded(let percent): percent
        }
    }

    package var isOpen: Bool { percent != nil }
    var isRecorded: Bool { if case .recorded = self { true } else { false } }
}
