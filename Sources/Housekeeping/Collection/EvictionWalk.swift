import Foundation

/// Walks through an inventory in order of last use, and lets go or keeps one thing after the other.
struct EvictionWalk {
    let inventory: CollectionInventory
    let policy: CollectionPolicy
    let judge: KeepJudge
    var decision: CollectionDecision
    let now: Date

    private var accounts: LayerAccounts
    /// What is left of the cache that counts for BuildKit's own limit, in bytes.
    private var cacheLeft: Int

    init(
        inventory: CollectionInventory, policy: CollectionPolicy, judge: KeepJudge, decision: CollectionDecision,
        now: Date
    ) {
        self.inventory = inventory
        self.policy = policy
        self.judge = judge
        self.decision = decision
        self.now = now
        accounts = LayerAccounts(inventory)
        cacheLeft = inventory.records.reduce(0) { $0 + $1.ownSize }
    }

    /// The decision.
    mutating func finish() -> CollectionDecision {
        let subjects = Subject.ordered(inventory, now: now)
        // For what stays: what stays because it is stood on.
        var holds = [Bool](repeating: false, count: subjects.count)
        for (index, subject) in subjects.enumerated() {
            var kept = judge.keeps(subject)
            if kept == nil, holds[index] { kept = (.needed, "something that stays builds on it") }
            if kept == nil, isEnough { kept = (.enough, enoughWords) }
            if let kept {
                keep(subject, kept)
                for base in subject.bases { holds[base] = true }
            } else {
                remove(subject)
            }
        }
        return decision
    }

    private var isEnough: Bool {
        if decision.ground == .belowHighMark { return true }
        if let low = decision.low { return decision.usedAfter <= low }
        if let limit = decision.keepStorage { return cacheLeft <= limit }
        return false
    }

    private var enoughWords: String {
        if decision.ground == .belowHighMark { return "the disk is below the high mark" }
        return decision.keepStorage == nil ? "the low mark is reached before its turn" : "the cache is small enough"
    }

    private mutating func keep(_ subject: Subject, _ why: (reason: KeptObject.Reason, detail: String)) {
        switch subject.place {
        case .image(let index):
            decision.kept.append(
                KeptObject(
                    kind: .image, id: subject.id, names: inventory.images[index].names, reason: why.reason,
                    detail: why.detail))
        case .record(let index):
            decision.kept.append(
                KeptObject(
                    kind: .cacheRecord, id: subject.id, names: [inventory.records[index].description],
                    reason: why.reason, detail: why.detail))
        }
    }

    private mutating func remove(_ subject: Subject) {
        switch subject.place {
        case .image(let index): remove(inventory.images[index])
        case .record(let index):
            let record = inventory.records[index]
            cacheLeft -= record.ownSize
            decision.usedAfter -= record.ownSize
            decision.removals.append(
                PlannedRemoval(
                    kind: .cacheRecord, id: record.id, names: [record.description], bytes: record.ownSize,
                    lastUse: record.lastUse, reason: judge.words(for: record)))
        }
    }

    private mutating func remove(_ image: CollectableImage) {
        if case .tag(let name) = policy, image.tags.count > 1 {
            // The image stays: others know it by another name.
            decision.removals.append(
                PlannedRemoval(
                    kind: .name, id: image.id, names: [KeepJudge.full(name)], bytes: 0, lastUse: image.lastUse,
                    reason: judge.words(for: image)))
            return
        }
        let bytes = accounts.remove(image)
        decision.usedAfter -= bytes
        decision.removals.append(
            PlannedRemoval(
                kind: .image, id: image.id, names: image.names, bytes: bytes, lastUse: image.lastUse,
                reason: judge.words(for: image), lastTaggedAt: image.lastTaggedAt, steps: image.steps))
    }
}
