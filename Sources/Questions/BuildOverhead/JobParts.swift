import Model

/// How long the phases of a job took, in seconds, in as little memory as they can be kept.
struct PhaseTimes: Sendable, Equatable {
    private var context = Known()
    private var build = Known()
    private var run = Known()
    private var artifacts = Known()
    private var cleanup = Known()

    /// The phases that were entered.
    init(_ phases: [Phase: Double]) {
        for (phase, seconds) in phases { self[phase] = seconds }
    }

    /// The phases; nil where one was not entered.
    init(context: Double?, build: Double?, run: Double?, artifacts: Double?, cleanup: Double?) {
        self.context = Known(context)
        self.build = Known(build)
        self.run = Known(run)
        self.artifacts = Known(artifacts)
        self.cleanup = Known(cleanup)
    }

    /// The seconds of a phase; nil where it was not entered.
    subscript(_ phase: Phase) -> Double? {
        get {
            switch phase {
            case .context: context.value
            case .build: build.value
            case .run: run.value
            case .artifacts: artifacts.value
            case .cleanup: cleanup.value
            }
        }
        set {
            switch phase {
            case .context: context.value = newValue
            case .build: build.value = newValue
            case .run: run.value = newValue
            case .artifacts: artifacts.value = newValue
            case .cleanup: cleanup.value = newValue
            }
        }
    }

    /// Whether none was entered.
    var isEmpty: Bool { Phase.allCases.allSatisfy { self[$0] == nil } }

    /// All that were entered, added up in their order.
    var total: Double { Phase.allCases.reduce(0) { $0 + (self[$1] ?? 0) } }
}

/// The parts that a job's wall time falls into, in seconds.
struct WallParts: Sendable, Equatable {
    /// One part, in the order in which a job passes them.
    enum Part: String, Sendable, CaseIterable {
        /// The fixture's tree becomes a build context.
        case context
        /// The engine builds the image.
        case build
        /// The run phase less the command: creating, starting and awaiting the container.
        case container
        /// The job's own command: not overhead.
        case command
        /// What the command left is copied out.
        case artifacts
        /// Container and image are removed.
        case cleanup
        /// Between the phases.
        case between
    }

    private let seconds: [Part: Double]

    init(_ seconds: [Part: Double]) {
        self.seconds = seconds
    }

    /// The seconds of a part; 0 where it was not entered.
    subscript(_ part: Part) -> Double { seconds[part] ?? 0 }
}

extension Observation {
    /// The seconds of a part of its wall time, 0 where it was not entered; nil where its wall or its command's time is
    /// unknown.
    func seconds(of part: WallParts.Part) -> Double? {
        guard let wall, let command else { return nil }
        return switch part {
        case .context: phases[.context] ?? 0
        case .build: phases[.build] ?? 0
        case .container: (phases[.run] ?? command) - command
        case .command: command
        case .artifacts: phases[.artifacts] ?? 0
        case .cleanup: phases[.cleanup] ?? 0
        case .between: phases.isEmpty ? 0 : wall - phases.total
        }
    }
}
