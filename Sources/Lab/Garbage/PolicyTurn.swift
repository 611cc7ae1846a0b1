import Housekeeping
import Model

/// What a policy did in its turn after a job: all collections that were due, added up.
struct PolicyTurn: Sendable, Equatable {
    /// How many collections were due.
    var due = 0
    /// How long all of it took, in seconds.
    var seconds = 0.0
    /// How long builds were waited for, in seconds.
    var waited = 0.0
    /// How long builds were kept out, in seconds.
    var held = 0.0
    /// What the disk gave back, in bytes.
    var freed = 0
    /// How many images, or names of them, went.
    var images = 0
    /// How many records of the build cache went.
    var records = 0
    /// How many things were to go and stayed, or were gone before.
    var lostRaces = 0
    /// Why collections were not carried out, or not to their end.
    var failures: [String] = []

    /// Adds what one collection did.
    mutating func add(_ outcome: CollectionOutcome) {
        waited += outcome.waited
        held += outcome.held
        freed += outcome.filesystemBytes ?? 0
        let removed = outcome.removed.filter { !$0.wasGone }
        images += removed.count { $0.planned.kind != .cacheRecord }
        records += removed.count { $0.planned.kind == .cacheRecord }
        lostRaces += outcome.spared.count + outcome.removed.count { $0.wasGone }
        switch outcome.end {
        case .idle, .finished: break
        case .limitReached: failures.append("its time was up")
        case .broken: failures.append(outcome.failure ?? "it broke off")
        }
    }

    /// It as figures of the job that it followed.
    var points: [JobPoint] {
        [
            CollectionPoint.due.point(Double(due)), CollectionPoint.seconds.point(seconds),
            CollectionPoint.waitSeconds.point(waited), CollectionPoint.heldSeconds.point(held),
            CollectionPoint.freedBytes.point(Double(freed)), CollectionPoint.removedImages.point(Double(images)),
            CollectionPoint.removedRecords.point(Double(records)),
            CollectionPoint.lostRaces.point(Double(lostRaces)),
            CollectionPoint.failures.point(Double(failures.count)),
        ]
    }
}
