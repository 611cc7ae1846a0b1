import Engine
import Foundation
import Model

/// Carries out a collection: plans, removes, checks the result, and plans again until the low mark is reached.
/// The sizes that the engine reports are not what the disk gets back: an image's layers stay while the build cache has
/// them. So the plan is an estimate, and the disk decides.
struct CollectionRounds {
    /// Most plans; each except the last must have removed something.
    private static let mostRounds = 6
    private static let batch = 50

    private let collector: Collector
    private let options: CollectorOptions
    private let began = ContinuousClock.now
    private let images: ImageRemoval
    private var refused: [String: String] = [:]

    init(of collector: Collector, _ options: CollectorOptions) {
        (self.collector, self.options, images) = (collector, options, ImageRemoval(client: collector.client))
    }

    private var deadline: ContinuousClock.Instant { began + options.limit }

    /// - Throws: errors before the first plan was made; later errors are part of the outcome.
    mutating func run(_ tell: @Sendable (String) -> Void) async throws -> CollectionOutcome {
        let before = collector.gauge?.now
        let (inventory, decision) = try await firstLook()
        var outcome = CollectionOutcome(decision: decision, end: .finished)
        do { try await go(from: decision, &outcome, tell) } catch is DeadlinePassed {
            outcome.end = .limitReached
        } catch let error where !(error is CancellationError) {
            outcome.end = .broken
            outcome.failure = "\(error)"
        }
        outcome.held = (ContinuousClock.now - began) / .seconds(1)
        try await measure(&outcome, since: before, inventory)
        return outcome
    }

    private mutating func go(
        from first: CollectionDecision, _ outcome: inout CollectionOutcome, _ tell: @Sendable (String) -> Void
    ) async throws {
        var decision = first
        while true {
            outcome.rounds += 1
            let doneBefore = outcome.removed.count
            if let bytes = decision.keepStorage {
                try await cut(to: bytes, decision, &outcome)
                return
            }
            try await remove(decision, &outcome)
            guard collector.policy.low != nil, outcome.removed.count > doneBefore, outcome.rounds < Self.mostRounds
            else { return }
            _ = try await collector.gauge?.settled()
            decision = try await look(by: collector.policy.continued).decision
            guard !decision.removals.isEmpty else { return }
            tell("the disk freed less than estimated; continuing with \(decision.removals.count) more")
        }
    }

    private func firstLook() async throws -> (inventory: CollectionInventory, decision: CollectionDecision) {
        do { return try await look(by: collector.policy) } catch is DeadlinePassed {
            throw CollectionError(
                .tooSlow,
                "The engine did not list its objects within \(AgeText.text(options.limit / .seconds(1))): nothing was removed, so that builds "
                    + "need not wait longer. Allow more by --limit, or leave the build cache out.")
        }
    }

    private func look(
        by policy: CollectionPolicy
    ) async throws -> (inventory: CollectionInventory, decision: CollectionDecision) {
        let (refused, collector) = (refused, collector)
        return try await withDeadline(deadline) { try await collector.look(by: policy, refused: refused) }
    }

    private mutating func remove(_ decision: CollectionDecision, _ outcome: inout CollectionOutcome) async throws {
        var rest = decision.removals[...]
        while let next = rest.first {
            if ContinuousClock.now >= deadline { throw DeadlinePassed() }
            try Task.checkCancellation()
            if isEmptyEnough(for: decision) { return }
            if next.kind == .cacheRecord {
                let records = Array(rest.prefix(Self.batch).prefix { $0.kind == .cacheRecord })
                rest = rest.dropFirst(records.count)
                try await removeRecords(records, &outcome)
            } else {
                rest = rest.dropFirst()
                let images = images
                let result = try await withDeadline(deadline) { try await images.remove(next) }
                note(result, of: next, in: &outcome)
            }
        }
    }

    /// Whether the disk itself, which is cheap to read, is at the low mark before the plan is finished.
    private func isEmptyEnough(for decision: CollectionDecision) -> Bool {
        guard let low = decision.low, collector.policy.low?.isShare == true, let disk = collector.gauge?.now else {
            return false
        }
        return disk.used <= low
    }

    private mutating func removeRecords(_ records: [PlannedRemoval], _ outcome: inout CollectionOutcome) async throws {
        let client = collector.client
        let ids = records.map(\.id)
        let gone = Set(try await withDeadline(deadline) { try await client.removeBuildCache(ids) }.removed)
        for record in records {
            let result: RemovalResult =
                gone.contains(record.id)
                ? .removed : .spared("BuildKit kept it: a build uses it, something is built on it, or it is gone")
            note(result, of: record, in: &outcome)
        }
    }

    private mutating func cut(
        to bytes: Int, _ decision: CollectionDecision, _ outcome: inout CollectionOutcome
    ) async throws {
        guard !decision.removals.isEmpty else { return }
        let client = collector.client
        let age = Int(collector.rules.minimumAge)
        let filters: EngineFilters = age > 0 ? ["until": ["\(age)s"]] : [:]
        let result = try await withDeadline(deadline) {
            try await client.pruneBuildCache(keepStorage: bytes, filters: filters)
        }
        let planned = Dictionary(decision.removals.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for id in result.removed {
            let unplanned = PlannedRemoval(
                kind: .cacheRecord, id: id, names: [], bytes: 0,
                lastUse: LastUse(at: collector.clock(), sign: .made), reason: "BuildKit chose it")
            note(.removed, of: planned[id] ?? unplanned, in: &outcome)
        }
    }

    private mutating func note(
        _ result: RemovalResult, of planned: PlannedRemoval, in outcome: inout CollectionOutcome
    ) {
        switch result {
        case .removed: outcome.removed.append(.init(planned: planned, wasGone: false))
        case .gone: outcome.removed.append(.init(planned: planned, wasGone: true))
        case .spared(let words):
            outcome.spared.append(.init(planned: planned, words: words))
            refused[planned.id] = words
        }
    }

    /// Measures the result: from the filesystem if it is visible, otherwise from the engine, if time allows.
    private func measure(
        _ outcome: inout CollectionOutcome, since before: DiskSpace?, _ inventory: CollectionInventory
    ) async throws {
        if let before, let after = try await collector.gauge?.settled() {
            outcome.disk = after
            outcome.filesystemBytes = before.used - after.used
        }
        if collector.policy.high?.isShare == true {
            outcome.isOverHighMark = outcome.disk.flatMap { disk in outcome.decision.high.map { disk.used > $0 } }
            return
        }
        // An engine that just failed, or was too slow, is not asked again.
        guard outcome.end == .finished, outcome.filesystemBytes == nil || collector.policy.high != nil,
            let after = try? await look(by: .none).inventory
        else { return }
        outcome.accountedBytes = inventory.accountedBytes - after.accountedBytes
        outcome.isOverHighMark = outcome.decision.high.map { after.accountedBytes > $0 }
    }
}

/// Removes one image, or one name of it, after checking again: an image used since the plan was made stays.
/// Nothing is ever forced. Between the check and the removal the engine itself keeps what a container uses or an image
/// needs.
struct ImageRemoval: Sendable {
    let client: EngineClient

    /// - Throws: `EngineError` when the engine cannot be asked; a refusal is a result.
    func remove(_ planned: PlannedRemoval) async throws -> RemovalResult {
        do {
            if let words = try await changes(since: planned) { return .spared(words) }
            switch planned.kind {
            case .name: try await removeNames(planned.names, of: planned.id)
            case .image, .cacheRecord: try await removeWhole(planned)
            }
            return .removed
        } catch let error as EngineError where error.code == .notFound {
            return .gone
        } catch let error as EngineError where [.conflict, .refused, .failed].contains(error.code) {
            return .spared("the engine refused: \(error.message)")
        }
    }

    private func changes(since planned: PlannedRemoval) async throws -> String? {
        let image = try await client.image(planned.id)
        if planned.kind == .image {
            if let name = image.tags.first(where: { !planned.names.contains($0) && $0 != "<none>:<none>" }) {
                return "it got the name \(name) meanwhile"
            }
            if image.lastTaggedAt?.date != planned.lastTaggedAt { return "a build used it meanwhile" }
        }
        let users = try await client.containers(filters: ["ancestor": [planned.id]], all: true)
        guard let user = users.first else { return nil }
        return "container \(user.shownName) uses it"
    }

    private func removeWhole(_ planned: PlannedRemoval) async throws {
        let tags = planned.names.filter { !$0.contains("@") }
        // The last name is removed with the image, by its id: a name moved to a newer image must not remove that one.
        try await removeNames(Array(tags.dropLast()), of: planned.id)
        try await client.removeImage(planned.id, pruneParents: planned.steps == nil)
        for step in planned.steps ?? [] {
            // A step on which another build is based ends the loop: that build also needs the steps below.
            do { try await client.removeImage(step, pruneParents: false) } catch let error as EngineError
                where [.conflict, .notFound].contains(error.code)
            { return }
        }
    }

    private func removeNames(_ names: [String], of id: String) async throws {
        for name in names {
            _ = try await unlessGone {
                if try await client.image(name).id == id { try await client.removeImage(name) }
            }
        }
    }
}
