import Model
import Store

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

extension Job {
    /// The seconds of a part of its wall time, 0 where it was not entered; nil where its wall or its command's time is
    /// unknown.
    func seconds(of part: WallParts.Part) -> Double? {
        guard let wall, let command else { return nil }
        return switch part {
        case .context: self[.context] ?? 0
        case .build: self[.build] ?? 0
        case .container: (self[.run] ?? command) - command
        case .command: command
        case .artifacts: self[.artifacts] ?? 0
        case .cleanup: self[.cleanup] ?? 0
        case .between: betweenPhases(wall)
        }
    }

    /// The wall time less all phases that were entered, added up in their order; 0 where none was.
    private func betweenPhases(_ wall: Double) -> Double {
        var isEmpty = true
        let total = Phase.allCases.reduce(0.0) { sum, phase in
            guard let seconds = self[phase] else { return sum }
            isEmpty = false
            return sum + seconds
        }
        return isEmpty ? 0 : wall - total
    }
}
