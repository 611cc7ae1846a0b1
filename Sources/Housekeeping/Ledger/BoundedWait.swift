/// Does some work, and cancels it when a time has passed.
///
/// - Returns: what the work gives; nil when the time passed first.
/// - Throws: what the work throws.
func bounded<Value: Sendable>(
    by limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}
