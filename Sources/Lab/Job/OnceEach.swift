/// Does each thing once, however many callers ask. Where it fails it is not done, and each caller that waited tries it itself.
actor OnceEach {
    private var done: Set<String> = []
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// Does what a key stands for, unless it was done. Returns only when it is.
    ///
    /// - Returns: what `work` gave; nil where another caller had done it.
    /// - Throws: what `work` throws; `CancellationError` where the task was cancelled while it waited.
    func run<Value: Sendable>(_ key: String, _ work: @Sendable () async throws -> Value) async throws -> Value? {
        while waiting[key] != nil {
            await withCheckedContinuation { waiting[key]?.append($0) }
            try Task.checkCancellation()
        }
        if done.contains(key) { return nil }
        waiting[key] = []
        defer { for caller in waiting.removeValue(forKey: key) ?? [] { caller.resume() } }
        let value = try await work()
        done.insert(key)
        return value
    }
}
