/// A time limit passed.
public struct DeadlinePassed: Error, Sendable {
    /// The only one there is.
    public init() {}
}

/// Does some work, and cancels it when the clock reaches an instant.
///
/// - Throws: `DeadlinePassed` when the instant came first; else what the work throws.
public func withDeadline<Value: Sendable>(
    _ instant: ContinuousClock.Instant, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await sleep(until: instant)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw DeadlinePassed() }
        return value
    }
}

/// Sleeps a second at a time: a sleep that is cancelled keeps its timer in memory until it would have ended, and a job
/// cancels five of ten minutes each.
private func sleep(until instant: ContinuousClock.Instant) async throws {
    while ContinuousClock.now < instant {
        try await Task.sleep(until: min(instant, .now + .seconds(1)), clock: .continuous)
    }
}
