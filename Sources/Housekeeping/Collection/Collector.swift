import Engine
import Foundation

/// Plans a collection on one engine, and carries it out under the engine's mutex.
public struct Collector: Sendable {
    let client: EngineClient
    let policy: CollectionPolicy
    let rules: CollectionRules
    let gauge: DiskGauge?
    let sightings: SightingsFile?
    let clock: @Sendable () -> Date

    /// A collector of one engine.
    ///
    /// - Parameters:
    ///   - gauge: reads the engine's filesystem; without one marks must be in bytes.
    ///   - sightings: where uses are kept that the engine forgets; nil: nowhere.
    ///   - clock: the time by which ages are counted.
    public init(
        of client: EngineClient, policy: CollectionPolicy, rules: CollectionRules, gauge: DiskGauge? = nil,
        sightings: SightingsFile? = nil, clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.client = client
        self.policy = policy
        self.rules = rules
        self.gauge = gauge
        self.sightings = sightings
        self.clock = clock
    }

    /// What a collection would do now. Changes nothing on the engine. It notes the uses that it sees as a collection does, so that both
    /// decide alike.
    ///
    /// - Throws: `EngineError`; ``CollectionError``.
    public func plan() async throws -> CollectionDecision {
        try await look(by: policy).decision
    }

    /// Collects. The mutex is asked for only when there is something to do, and the plan is made again under it.
    ///
    /// - Parameters:
    ///   - mutex: the engine's; nil where the caller holds it.
    ///   - tell: told in a sentence what a person should know meanwhile.
    /// - Returns: what was done, also when it broke off half way.
    /// - Throws: ``MutexError``; ``CollectionError``; `EngineError` before anything was removed; `CancellationError`.
    public func collect(
        under mutex: EngineMutex?, options: CollectorOptions = CollectorOptions(),
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> CollectionOutcome {
        let first = try await look(by: policy)
        guard !first.decision.removals.isEmpty else {
            return CollectionOutcome(
                decision: first.decision, end: .idle, disk: gauge?.now,
                isOverHighMark: first.decision.high.map { first.decision.usedBefore > $0 })
        }
        guard let mutex else { return try await rounds(options, tell) }
        return try await mutex.withExclusive(waitingAtMost: options.patience) { holders in
            let count = holders.isEmpty ? "" : " (\(holders.count))"
            tell("waiting for builds at work on the engine\(count), at most \(options.patience.words)")
        } _: { hold in
            var outcome = try await rounds(options, tell)
            outcome.waited = hold.waitedSeconds
            return outcome
        }
    }

    /// The time allowed begins here.
    private func rounds(
        _ options: CollectorOptions, _ tell: @Sendable (String) -> Void
    ) async throws -> CollectionOutcome {
        var rounds = CollectionRounds(of: self, options)
        return try await rounds.run(tell)
    }

    /// Asks the engine, keeps what it saw, and asks the policy. Every decision goes through here, that of a dry run too.
    ///
    /// - Throws: `EngineError`; ``CollectionError``, of code `sightings` where what was seen cannot be kept: what was used lately could
    ///   not be told from what was not, then or the next time.
    func look(
        by policy: CollectionPolicy, refused: [String: String] = [:]
    ) async throws -> (inventory: CollectionInventory, decision: CollectionDecision) {
        try policy.check()
        let now = clock()
        var inventory = try await InventoryReader(client: client, rules: rules, now: now).read()
        if let sightings {
            let seen = try sightings.load().adding(inventory, at: now)
            try sightings.save(seen)
            inventory = seen.applied(to: inventory)
        }
        let decision = try inventory.decision(by: policy, rules: rules, disk: gauge?.now, refused: refused, now: now)
        return (inventory, decision)
    }
}

extension Duration {
    /// The duration for a sentence.
    fileprivate var words: String { AgeText.text(Double(components.seconds)) }
}
