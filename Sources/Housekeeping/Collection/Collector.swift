import Engine
import Foundation
import Model

/// Plans a collection on one engine, and carries it out under the engine's mutex.
package struct Collector: Sendable {
    let client: EngineClient
    let policy: CollectionPolicy
    let rules: CollectionRules
    let gauge: DiskGauge?
    let sightings: SightingsFile?
    let store: StoreReader?
    let clock: @Sendable () -> Date

    /// - Parameter gauge: reads the engine's filesystem; without one marks must be in bytes.
    /// - Parameter store: reads the engine's store on disk; without one the engine's own sizes count.
    /// - Parameter sightings: keeps uses that the engine forgets; nil: they are not kept.
    /// - Parameter clock: the time from which ages are computed.
    package init(
        of client: EngineClient, policy: CollectionPolicy, rules: CollectionRules, gauge: DiskGauge? = nil,
        store: StoreReader? = nil, sightings: SightingsFile? = nil, clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        (self.client, self.policy, self.rules) = (client, policy, rules)
        (self.gauge, self.store, self.sightings, self.clock) = (gauge, store, sightings, clock)
    }

    /// What a collection would do now. Changes nothing on the engine. It records the uses that it sees as a collection
    /// does, so that both decide alike.
    /// - Throws: `EngineError`; ``CollectionError``.
    package func plan() async throws -> CollectionDecision { try await look(by: policy).decision }

    /// Collects. The mutex is taken only when there is something to do, and the plan is made again under it.
    /// - Parameter mutex: the engine's; nil if the caller holds it.
    /// - Returns: what was done, even if it stopped half way.
    /// - Throws: ``MutexError``; ``CollectionError``; `EngineError` before anything was removed; `CancellationError`.
    package func collect(
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
            tell("waiting for running builds on the engine\(count), at most \(options.patience.words)")
        } _: { hold in
            var outcome = try await rounds(options, tell)
            outcome.waited = hold.waitedSeconds
            return outcome
        }
    }

    private func rounds(
        _ options: CollectorOptions, _ tell: @Sendable (String) -> Void
    ) async throws -> CollectionOutcome {
        var rounds = CollectionRounds(of: self, options)
        return try await rounds.run(tell)
    }

    /// Asks the engine, saves the sightings, and applies the policy. Every decision is made here, including that of a
    /// dry run.
    /// - Throws: `EngineError`; ``CollectionError``, of code `sightings` if the sightings cannot be read or saved.
    ///   Recently used images could then not be recognised, now or the next time.
    func look(
        by policy: CollectionPolicy, refused: [String: String] = [:]
    ) async throws -> (inventory: CollectionInventory, decision: CollectionDecision) {
        try policy.check()
        let now = clock()
        let earlier = try sightings?.load()
        let reader = InventoryReader(
            client: client, rules: rules, now: now, store: store, layers: earlier?.layers ?? [:])
        var inventory = try await reader.read()
        if let sightings, let earlier {
            let seen = earlier.adding(inventory, at: now)
            try sightings.save(seen)
            inventory = seen.applied(to: inventory)
        }
        let decision = try inventory.decision(by: policy, rules: rules, disk: gauge?.now, refused: refused, now: now)
        return (inventory, decision)
    }
}

extension Duration { fileprivate var words: String { AgeText.text(Double(components.seconds)) } }

/// Time limits of a collection.
package struct CollectorOptions: Sendable {
    /// How long it waits for running builds; new ones are kept out meanwhile.
    package var patience: Duration
    /// How long it keeps builds out while it holds the mutex. The rest is left to the next collection.
    package var limit: Duration

    package init(patience: Duration = .seconds(60), limit: Duration = .seconds(300)) {
        (self.patience, self.limit) = (patience, limit)
    }
}

package struct CollectionOutcome: Codable, Sendable {
    package struct Removed: Codable, Sendable, Hashable {
        package var planned: PlannedRemoval
        /// Whether it was already removed by a concurrent process.
        package var wasGone: Bool
    }

    package struct Spared: Codable, Sendable, Hashable {
        package var planned: PlannedRemoval
        package var words: String
    }

    package var decision: CollectionDecision
    package var end: CollectionEnd
    package var failure: String?
    package var removed: [Removed] = []
    package var spared: [Spared] = []
    /// What the engine's filesystem got back, in bytes; nil if it is not visible. Includes others' writes meanwhile.
    package var filesystemBytes: Int?
    /// Decrease of images and cache as the engine reports, in bytes; nil if it was not asked again.
    package var accountedBytes: Int?
    /// Usage of the filesystem at the end; nil if it is not visible.
    package var disk: DiskSpace?
    /// Whether the policy's measure is above its high mark at the end; nil without a mark, or if not known.
    package var isOverHighMark: Bool?
    /// Time spent waiting for builds, in seconds.
    package var waited: Double = 0
    /// Time during which the mutex was held and builds had to wait, in seconds.
    package var held: Double = 0
    /// Number of plans carried out; more than one if the disk got back less than computed.
    package var rounds = 0

    /// What the removals should have freed, in bytes, computed.
    package var plannedBytes: Int { removed.reduce(0) { $0 + $1.planned.bytes } }
}

package enum CollectionEnd: String, Codable, Sendable, CaseIterable {
    /// There was nothing to do; the mutex was not needed.
    case idle
    case finished
    /// The time limit for keeping builds out was reached; the next collection does the rest.
    case limitReached = "limit_reached"
    /// The engine was lost, or did not answer; the outcome lists what was removed until then.
    case broken
}

/// Why a collection could not be planned or carried out.
package typealias CollectionError = CodedError<CollectionProblem>

package enum CollectionProblem: String, Sendable, CaseIterable {
    case marks
    /// Marks in percent, but the filesystem is not visible.
    case diskUnknown = "disk_unknown"
    /// The engine did not list its objects within the time limit for keeping builds out.
    case tooSlow = "too_slow"
    /// The notes of earlier collections on image uses cannot be read or written.
    case sightings
}
