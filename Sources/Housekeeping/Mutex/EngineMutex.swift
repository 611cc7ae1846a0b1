import Model

/// The mutex between builds and collections on one engine, across all processes that use the same directory.
///
/// Builds hold it together, a collection holds it alone. The kernel releases it when its holder ends, however that
/// ends. It is fair both ways, which a lock file alone is not:
/// - A waiting collection shuts the gate, so that it waits only for builds already running: no stream of builds can
///   starve it. At its deadline it opens the gate and gives up.
/// - There is one collection at a time; a second one does not queue but fails. Builds that waited for the last one are
///   let in before the next may shut the gate: no stream of collections can starve them.
package struct EngineMutex: Sendable {
    /// How long a collection lets in builds that waited for the last one. Bounded, because a suspended build must not
    /// block it.
    private static let courtesy = Duration.seconds(2)

    /// Directory of its files; the parent must exist.
    package let directory: String

    package init(directory: String) { self.directory = directory }

    /// Holds the mutex together with other builds while the body runs.
    /// - Parameter patience: how long to wait for a collection.
    /// - Parameter waiting: called once, if it has to wait.
    /// - Throws: ``MutexError`` with code `waitedTooLong` or `place`; `CancellationError`; what the body throws.
    package func withShared<Value: Sendable>(
        waitingAtMost patience: Duration, waiting: () -> Void = {}, _ body: (MutexHold) async throws -> Value
    ) async throws -> Value {
        try await hold({ try await enter($0, until: $1 + patience, waiting) }, body)
    }

    /// Holds the mutex alone while the body runs.
    /// - Parameter patience: how long to wait for running builds; no new ones enter meanwhile.
    /// - Parameter waiting: called once with the holders, if it has to wait.
    /// - Throws: ``MutexError``; `CancellationError`; what the body throws.
    package func withExclusive<Value: Sendable>(
        waitingAtMost patience: Duration, waiting: ([LockHolder]) -> Void = { _ in },
        _ body: (MutexHold) async throws -> Value
    ) async throws -> Value {
        try await hold({ try await occupy($0, until: $1 + patience, waiting) }, body)
    }

    private func hold<Value: Sendable>(
        _ take: (MutexFiles, ContinuousClock.Instant) async throws -> Void, _ body: (MutexHold) async throws -> Value
    ) async throws -> Value {
        let began = ContinuousClock.now
        let files = try await acquire { try await take($0, began) }
        defer { files.close() }
        return try await body(MutexHold(waited: began.duration(to: .now)))
    }

    private func acquire(_ take: (MutexFiles) async throws -> Void) async throws -> MutexFiles {
        while true {
            let files = try MutexFiles.open(in: directory)
            do { try await take(files) } catch {
                files.close()
                throw error
            }
            if files.areCurrent { return files }
            files.close()
        }
    }

    private func enter(
        _ files: MutexFiles, until deadline: ContinuousClock.Instant, _ waiting: () -> Void
    ) async throws {
        if pass(files) { return }
        waiting()
        // The queue is joined before the next attempt, so that the next collection sees the waiting builds.
        _ = try await Self.poll(until: deadline) { files.queue.take(.shared) }
        guard try await Self.poll(until: deadline, { pass(files) }) else {
            throw MutexError(
                .waitedTooLong, "A collection blocked builds for longer than this one would wait.",
                holders: LockHolder.all(of: files.collector.path))
        }
        files.queue.release()
    }

    private func pass(_ files: MutexFiles) -> Bool {
        guard files.gate.take(.shared) else { return false }
        defer { files.gate.release() }
        return files.hold.take(.shared)
    }

    private func occupy(
        _ files: MutexFiles, until deadline: ContinuousClock.Instant, _ waiting: ([LockHolder]) -> Void
    ) async throws {
        guard files.collector.take(.exclusive) else {
            throw MutexError(
                .otherCollector, "Another collection is running on this engine, or about to start.",
                holders: LockHolder.all(of: files.collector.path))
        }
        _ = try await Self.poll(until: min(deadline, .now + Self.courtesy)) { files.queue.take(.exclusive) }
        files.queue.release()
        guard try await Self.poll(until: deadline, { files.gate.take(.exclusive) }) else { throw busy(files) }
        if files.hold.take(.exclusive) { return }
        waiting(LockHolder.all(of: files.hold.path))
        guard try await Self.poll(until: deadline, { files.hold.take(.exclusive) }) else { throw busy(files) }
    }

    private func busy(_ files: MutexFiles) -> MutexError {
        MutexError(
            .waitedTooLong, "Builds held the engine for longer than the collection would wait: nothing was removed.",
            holders: LockHolder.all(of: files.hold.path))
    }

    /// Retries, ever more slowly: the kernel's own wait cannot be bounded without signals.
    /// - Returns: whether it was granted before the deadline.
    private static func poll(until deadline: ContinuousClock.Instant, _ attempt: () -> Bool) async throws -> Bool {
        var pause = Duration.milliseconds(1)
        while true {
            if attempt() { return true }
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return false }
            try await Task.sleep(for: min(pause, left))
            pause = min(pause * 2, .milliseconds(25))
        }
    }
}

package struct MutexHold: Sendable {
    package let waited: Duration

    package var waitedSeconds: Double { waited / .seconds(1) }
}

package struct MutexError: CodedFailure {
    package enum Code: String, Sendable, CaseIterable {
        case otherCollector = "other_collector", waitedTooLong = "waited_too_long"
        /// The lock files cannot be made or opened.
        case place
    }

    package let code: Code
    package let message: String
    var holders: [LockHolder] = []
    package var cause: String?

    init(_ code: Code, _ message: String, holders: [LockHolder] = [], cause: String? = nil) {
        (self.code, self.message, self.holders, self.cause) = (code, message, holders, cause)
    }

    /// The message, then the holders of the mutex and the cause, each on its own line.
    package var description: String {
        ([message] + holders.map { "  \($0)" } + (cause.map { ["  \($0)"] } ?? [])).joined(separator: "\n")
    }
}
