/// Does some work to its end even when the surrounding task has been cancelled, as cleaning up must be.
///
/// An unstructured task does not inherit cancellation; it is awaited here, so that it never outlives its caller.
func shieldedFromCancellation<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await Task { try await work() }.value
}
