import Engine
import Foundation

/// Whose objects count on an engine that others use too: those of one run, and those of Plimsoll that no run owns.
struct OwnerScope: Sendable, Equatable {
    /// The run.
    let run: UUID

    func covers(_ object: some LabelledObject) -> Bool {
        object.isPlimsolls() && (object.runOwner.map { $0 == owner } ?? true)
    }

    /// Whether an image without a name may be the run's: the labels that it carries, its own or inherited, are all that tells.
    func mayCover(nameless image: ImageSummary) -> Bool {
        image.labels[PlimsollLabel.key] == "1" && (image.labels[PlimsollLabel.ownerKey].map { $0 == owner } ?? true)
    }

    private var owner: String { run.uuidString.lowercased() }
}
