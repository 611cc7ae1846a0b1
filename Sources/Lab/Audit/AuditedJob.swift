import Foundation
import Housekeeping
import Model

/// A job that ended, as what it left may be known by.
struct AuditedJob: Sendable, Equatable {
    /// Its id in the journal.
    let id: Int64
    /// The names that it gave to its objects.
    let names: Set<String>
    /// When it was at work.
    let span: ClosedRange<Date>

    /// How far an engine's clock may be from ours: it tells some times in whole seconds.
    private static let slack: Double = 1

    /// The job that left an object, and by what it is known.
    ///
    /// - Parameters:
    ///   - jobs: all that ended since the series began, in order.
    ///   - recent: those since the audit before; the object was not there then. Empty where it was.
    static func owner(
        of object: AuditedObject, among jobs: [AuditedJob], recent: [AuditedJob]
    ) -> (job: Int64?, attribution: LeakRecord.Attribution) {
        if let job = jobs.first(where: { $0.names.contains(object.name) }) { return (job.id, .name) }
        if recent.count == 1 { return (recent[0].id, .audit) }
        guard let made = object.madeAt else { return (nil, .unknown) }
        let atWork = jobs.filter {
            $0.span.lowerBound.addingTimeInterval(-slack) <= made
                && made <= $0.span.upperBound.addingTimeInterval(slack)
        }
        return atWork.count == 1 ? (atWork[0].id, .time) : (nil, .unknown)
    }
}
