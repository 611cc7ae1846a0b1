import Engine
import Foundation
import Model

/// When the containers of a run started on one engine, by its `start` events.
///
/// One stream of events serves all jobs on the engine; it is none of their requests. It is opened again when it breaks,
/// as when the engine is restarted, and continues where it ended.
actor StartEvents {
    /// How long an event may take to arrive, and the stream to open.
    static let patience = Duration.seconds(1)
    /// After so many jobs without an event, none is waited for until one arrives.
    private static let missesAllowed = 3
    /// The pause before a broken stream is opened again.
    private static let pause = Duration.milliseconds(100)
    /// The pause between two looks for an event.
    private static let glance = Duration.milliseconds(5)

    private let client: EngineClient
    private let filters: EngineFilters
    private let warn: @Sendable (String) -> Void
    /// By the container's id.
    private var starts: [String: EngineInstant] = [:]
    /// From when on events are asked for.
    private var since = Date()
    private var misses = 0
    private var hasWarned = false
    private var isOpen = false
    /// Why the engine gives no events; nil while it may.
    private var refusal: EngineError?

    /// - Parameter owner: the run whose containers are observed.
    private init(_ client: EngineClient, owner: String, warn: @escaping @Sendable (String) -> Void) {
        (self.client, self.warn) = (client, warn)
        filters = PlimsollLabel.filters(owner: owner).merging(["type": ["container"], "event": ["start"]]) { $1 }
    }

    /// Observes an engine while the body runs; passes nil where the engine's own start times are true.
    static func during<Value: Sendable>(
        on client: EngineClient, with traits: EngineTraits, owner: String,
        warn: @escaping @Sendable (String) -> Void, _ body: (StartEvents?) async throws -> Value
    ) async throws -> Value {
        guard traits.commandClock == .startEvent else { return try await body(nil) }
        let events = StartEvents(client, owner: owner, warn: warn)
        async let _ = events.follow()
        // Some engines send no head before the first event.
        await events.wait(until: { $0.isOpen })
        return try await body(events)
    }

    /// When a container started, by the engine's clock; nil if no event of it arrives in time.
    func started(_ container: String) async -> EngineInstant? {
        if misses < Self.missesAllowed { await wait(until: { $0.starts[container] != nil }) }
        if let start = starts.removeValue(forKey: container) {
            misses = 0
            return start
        }
        misses += 1
        if !hasWarned, !Task.isCancelled {
            hasWarned = true
            let why = refusal.map { ": \($0)" } ?? " within a second"
            warn(
                "the engine sent no start event of a container\(why). The time of such a command is measured by the "
                    + "engine's own start time, which may be too early")
        }
        return nil
    }

    /// Looks again and again, until the patience is over, the task is cancelled or the engine has refused.
    private func wait(until isThere: @Sendable (isolated StartEvents) -> Bool) async {
        let limit = ContinuousClock.now + Self.patience
        while !isThere(self), refusal == nil, ContinuousClock.now < limit {
            do { try await Task.sleep(for: Self.glance) } catch { return }
        }
    }

    private nonisolated func follow() async {
        while !Task.isCancelled {
            do {
                var events = try client.events(filters: filters, since: await since).makeAsyncIterator()
                try await events.open()
                await opened()
                while let event = try await events.next() { await note(event) }
            } catch let error as EngineError where Self.isRefusal(error) {
                return await refused(error)
            } catch {}
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func opened() { isOpen = true }
    private func refused(_ error: EngineError) { refusal = error }

    private func note(_ event: EngineEvent) {
        since = max(since, event.instant.date)
        starts[event.object] = event.instant
        misses = 0
    }

    /// Whether asking again is of no use. An engine that is being restarted fails in other ways.
    private static func isRefusal(_ error: EngineError) -> Bool {
        [.refused, .notFound, .permissionDenied, .tooNew, .badAnswer].contains(error.code)
    }
}
