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
    let clock: @Sendable () -> Date

    /// A collector of one engine.
    /// - Parameters:
    ///   - gauge: reads the engine's filesystem; without one marks must be in bytes.
    ///   - sightings: where uses are kept that the engine forgets; nil: nowhere.
    ///   - clock: the time by which ages are counted.
    package init(
        of client: EngineClient, policy: CollectionPolicy, rules: CollectionRules, gauge: DiskGauge? = nil,
        sightings: SightingsFile? = nil, clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        (self.client, self.policy, self.rules) = (client, policy, rules)
        (self.gauge, self.sightings, self.clock) = (gauge, sightings, clock)
    }

    /// What a collection would do now. Changes nothing on the engine. It notes the uses that it sees as a collection
    /// does, so that both decide alike.
    /// - Throws: `EngineError`; ``CollectionError``.
    package func plan() async throws -> CollectionDecision { try await look(by: policy).decision }

    /// Collects. The mutex is asked for only when there is something to do, and the plan is made again under it.
    /// - Parameters:
    ///   - mutex: the engine's; nil where the caller holds it.
    ///   - tell: told in a sentence what a person should know meanwhile.
    /// - Returns: what was done, also when it broke off half way.
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
            tell("waiting for builds at work on the engine\(count), at most \(options.patience.words)")
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

    /// Asks the engine, keeps what it saw, and asks the policy. Every decision goes through here, that of a dry run
    /// too.
    /// - Throws: `EngineError`; ``CollectionError``, of code `sightings` where what was seen cannot be kept: what was
    ///   used lately could not be told from what was not, then or the next time.
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

extension Duration { fileprivate var words: String { AgeText.text(Double(components.seconds)) } }

/// The bounds that a collector keeps.
package struct CollectorOptions: Sendable {
    /// How long it waits for builds at work; new ones are kept out meanwhile.
    package var patience: Duration
    /// How long it keeps builds out once it has the mutex. What is not done then is left to the next collection.
    package var limit: Duration

    /// The defaults: one minute, five minutes.
    package init(patience: Duration = .seconds(60), limit: Duration = .seconds(300)) {
        self.patience = patience
        self.limit = limit
    }
}

/// What a collection did, measured.
package struct CollectionOutcome: Codable, Sendable {
    /// Something that was removed.
    package struct Removed: Codable, Sendable, Hashable {
        package var planned: PlannedRemoval
        /// Whether somebody else had removed it before its turn.
        package var wasGone: Bool
    }

    /// Something that stayed though it was to go.
    package struct Spared: Codable, Sendable, Hashable {
        package var planned: PlannedRemoval
        /// Why it stayed, in words.
        package var words: String
    }

    package var decision: CollectionDecision
    package var end: CollectionEnd
    /// Why it broke off, in words; nil where it did not.
    package var failure: String?
    /// What went, in order.
    package var removed: [Removed] = []
    package var spared: [Spared] = []
    /// What the engine's filesystem gave back, in bytes; nil where it cannot be seen. Others' writes meanwhile are in it.
    package var filesystemBytes: Int?
    /// What images and cache take less by the engine's own account, in bytes; nil where it was not asked again.
    package var accountedBytes: Int?
    /// How full the filesystem was at the end; nil where it cannot be seen.
    package var disk: DiskSpace?
    /// Whether what the policy measures is above its high mark at the end; nil where it has none, or it is not known.
    package var isOverHighMark: Bool?
    /// How long builds were waited for, in seconds.
    package var waited: Double = 0
    /// How long the mutex was held and builds had to wait, in seconds.
    package var held: Double = 0
    /// How often the plan was made anew, because the disk was not as empty as reckoned.
    package var rounds = 0

    /// What the removed things were reckoned to give back, in bytes.
    package var plannedBytes: Int { removed.reduce(0) { $0 + $1.planned.bytes } }
}

/// How a collection came to its end.
package enum CollectionEnd: String, Codable, Sendable, CaseIterable {
    /// There was nothing to do; the mutex was not needed.
    case idle
    case finished
    /// The time was up for which builds may be kept waiting; the rest is for the next collection.
    case limitReached = "limit_reached"
    /// The engine was lost, or did not answer; what was removed until then is told.
    case broken
}

/// Why a collection could not be planned or carried out.
package typealias CollectionError = CodedError<CollectionProblem>

package enum CollectionProblem: String, Sendable, CaseIterable {
    case marks
    /// Marks in percent, and a filesystem that cannot be seen.
    case diskUnknown = "disk_unknown"
    /// The engine did not say what it has in the time for which builds may be kept waiting.
    case tooSlow = "too_slow"
    /// The notes of earlier collections on when images were used cannot be read, or cannot be written.
    case sightings
}
