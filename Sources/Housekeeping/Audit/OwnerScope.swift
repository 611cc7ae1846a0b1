import EngineAPI
import Foundation

/// Whose objects count on an engine that others use too: those of one run, and those of Plimsoll that no run owns.
struct OwnerScope: Sendable, Equatable {
    /// The run.
    let run: UUID

    func covers(_ labels: [String: String]) -> Bool {
        guard PlimsollLabel.marks(labels) else { return false }
        return labels[PlimsollLabel.ownerKey].map { $0 == run.uuidString.lowercased() } ?? true
    }
}
