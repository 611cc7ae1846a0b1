import GRDB
import Synchronization

/// Counts the SQL statements that a database executes, those that begin and end transactions included.
final class StatementMeter: Sendable {
    private let statements = Atomic<Int>(0)

    /// How many were executed since it was attached.
    var count: Int { statements.load(ordering: .relaxed) }

    /// Forgets what was counted since it stood at `count`. The caller sees to it that nothing else is executed meanwhile.
    func reset(to count: Int) { statements.store(count, ordering: .relaxed) }

    /// Begins to count what a connection executes.
    func attach(to queue: DatabaseQueue) {
        queue.writeWithoutTransaction { database in
            database.trace { [self] _ in statements.add(1, ordering: .relaxed) }
        }
    }
}
