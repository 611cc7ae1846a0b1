import Dispatch
import Foundation
import Synchronization

/// Writes to a database from concurrent code: on a thread of its own, so that no other task waits, and with patience for
/// other programs that hold the file, e.g. for an import.
package final class PatientWriter: Sendable {
    /// How often a long wait is reported.
    private static let interval = Duration.seconds(60)
    /// How long a cancelled task still waits to save what it has.
    private static let patienceOfCancelled = Duration.seconds(15)

    private let database: ResultsDatabase
    private let patience: Duration
    private let tell: @Sendable (String) -> Void
    private let queue = DispatchQueue(label: "plimsoll.results")
    private let waitedTotal = Mutex(Duration.zero)

    /// - Parameters:
    ///   - patience: how long a write waits for other programs, from its first attempt.
    ///   - tell: gets a sentence when a write has to wait, while it waits, and when it is done.
    package init(
        _ database: ResultsDatabase, patience: Duration = .seconds(600), tell: @escaping @Sendable (String) -> Void
    ) {
        self.database = database
        self.patience = patience
        self.tell = tell
    }

    /// Seconds that writes waited for other programs in all, without waits within the database's own busy timeout.
    package var waited: Double { waitedTotal.withLock { $0.seconds } }

    /// Does `body`, one write after the other. It must be one transaction, so that it can be tried again.
    /// - Throws: `ResultsError`: `locked` if another program held the file for longer than the patience; errors of `body`.
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (ResultsDatabase) throws -> Value
    ) async throws -> Value {
        let began = ContinuousClock.now
        var told: Duration?
        while true {
            do {
                let value = try await attempt(body)
                let waited = ContinuousClock.now - began
                if told != nil {
                    waitedTotal.withLock { $0 += waited }
                    tell("the results database can be written again, after \(waited.words)")
                }
                return value
            } catch let error as ResultsError where error.code == .locked {
                let waited = ContinuousClock.now - began
                guard waited < (Task.isCancelled ? min(patience, Self.patienceOfCancelled) : patience) else {
                    waitedTotal.withLock { $0 += waited }
                    throw lost(after: waited, error)
                }
                if told.map({ waited - $0 >= Self.interval }) ?? true {
                    told = waited
                    tell(
                        "another program holds the results database \(database.path) (`fuser \(database.path)` finds it): "
                            + "waiting for it, \(patience.words) at most")
                }
            }
        }
    }

    /// Tries once. A failed attempt's statements are no part of what a job costs.
    private func attempt<Value: Sendable>(
        _ body: @escaping @Sendable (ResultsDatabase) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [database] in
                let statements = database.statements
                let result = Result { try body(database) }
                if case .failure(let error as ResultsError) = result, error.code == .locked {
                    database.meter.reset(to: statements)
                }
                continuation.resume(with: result)
            }
        }
    }

    private func lost(after waited: Duration, _ error: ResultsError) -> ResultsError {
        ResultsError(
            .locked,
            "the results database \(database.path) was held by another program for \(waited.words): end that program "
                + "(`fuser \(database.path)` finds it), then go on with --resume. What was saved before is complete",
            cause: error.cause)
    }
}

extension Duration {
    fileprivate var seconds: Double { self / .seconds(1) }

    /// The duration for a sentence.
    fileprivate var words: String { seconds >= 120 ? "\(Int(seconds / 60)) min" : String(format: "%.1f s", seconds) }
}
