import EngineAPI
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

    /// What a collection would do now. Asks the engine, changes nothing.
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
        remember(first.inventory, tell)
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

    /// Asks the engine, and the policy.
    func look(
        by policy: CollectionPolicy, refused: [String: String] = [:]
    ) async throws -> (inventory: CollectionInventory, decision: CollectionDecision) {
        try policy.check()
        let now = clock()
        let reader = InventoryReader(
            client: client, rules: rules, sightings: sightings?.load() ?? Sightings(), now: now)
        let inventory = try await reader.read()
        let decision = try inventory.decision(by: policy, rules: rules, disk: gauge?.now, refused: refused, now: now)
        return (inventory, decision)
    }

    private func remember(_ inventory: CollectionInventory, _ tell: (String) -> Void) {
        guard let sightings else { return }
        do { try sightings.save(sightings.load().adding(inventory, at: clock())) } catch {
            tell("what was seen of images in use cannot be kept for the next collection: \(error.localizedDescription)")
        }
    }
}

extension Duration {
    /// The duration for a sentence.
    fileprivate var words: String { AgeText.text(Double(components.seconds)) }
}
