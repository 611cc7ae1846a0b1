/// The time allowed for some work has passed.
struct LimitPassed: Error {}

/// Does some work, and cancels it when the clock reaches an instant.
///
/// - Throws: ``LimitPassed`` when the instant came first; else what the work throws.
func withinLimit<Value: Sendable>(
    _ instant: ContinuousClock.Instant, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            // A second at a time: a sleep that is cancelled keeps its timer in memory until it would have ended.
            while ContinuousClock.now < instant {
                try await Task.sleep(until: min(instant, .now + .seconds(1)), clock: .continuous)
            }
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw LimitPassed() }
        return value
    }
}
