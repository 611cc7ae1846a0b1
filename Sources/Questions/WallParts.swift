import Model

/// The parts that a job's wall time falls into, in seconds, in the order in which a job passes them.
struct WallParts: Sendable, Equatable {
    /// One part.
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

    private var context = 0.0
    private var build = 0.0
    private var container = 0.0
    private var command = 0.0
    private var artifacts = 0.0
    private var cleanup = 0.0
    private var between = 0.0

    /// The seconds of a part; 0 where it was not entered.
    private(set) subscript(_ part: Part) -> Double {
        get {
            switch part {
            case .context: context
            case .build: build
            case .container: container
            case .command: command
            case .artifacts: artifacts
            case .cleanup: cleanup
            case .between: between
            }
        }
        set {
            switch part {
            case .context: context = newValue
            case .build: build = newValue
            case .container: container = newValue
            case .command: command = newValue
            case .artifacts: artifacts = newValue
            case .cleanup: cleanup = newValue
            case .between: between = newValue
            }
        }
    }

    /// The parts by their seconds.
    init(_ seconds: [Part: Double]) {
        for (part, value) in seconds { self[part] = value }
    }

    /// The parts of one job; nil where its wall or its command's time is unknown.
    init?(_ job: Observation) {
        guard let wall = job.wall, let command = job.command else { return nil }
        let phases = job.phases
        context = phases[.context] ?? 0
        build = phases[.build] ?? 0
        container = (phases[.run] ?? command) - command
        self.command = command
        artifacts = phases[.artifacts] ?? 0
        cleanup = phases[.cleanup] ?? 0
        between = phases.isEmpty ? 0 : wall - phases.total
    }
}
