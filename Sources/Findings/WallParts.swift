import Records

/// The parts that a job's wall time falls into, in seconds, in the order in which a job passes them.
public struct WallParts: Sendable, Equatable {
    /// One part.
    public enum Part: String, Sendable, CaseIterable {
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

    private var seconds: [Part: Double]

    /// The seconds of a part; 0 where it was not entered.
    public subscript(_ part: Part) -> Double { seconds[part] ?? 0 }

    /// The parts by their seconds.
    public init(_ seconds: [Part: Double]) { self.seconds = seconds }

    /// The parts of one job; nil where its wall or its command's time is unknown.
    init?(_ job: Observation) {
        guard let wall = job.wall, let command = job.command else { return nil }
        let entered = job.phases.values.reduce(0, +)
        seconds = [
            .context: job.phases[.context] ?? 0, .build: job.phases[.build] ?? 0,
            .container: (job.phases[.run] ?? command) - command, .command: command,
            .artifacts: job.phases[.artifacts] ?? 0, .cleanup: job.phases[.cleanup] ?? 0,
            .between: job.phases.isEmpty ? 0 : wall - entered,
        ]
    }
}
