import Foundation

/// Walks through an inventory in order of last use, and decides on each object whether it stays.
struct EvictionWalk {
    private let judge: KeepJudge
    private var decision: CollectionDecision
    private var accounts: LayerAccounts
    /// Remaining cache that counts for BuildKit's own limit, in bytes.
    private var cacheLeft: Int

    init(judge: KeepJudge, decision: CollectionDecision) {
        (self.judge, self.decision, accounts) = (judge, decision, LayerAccounts(judge.inventory))
        cacheLeft = judge.inventory.records.reduce(0) { $0 + $1.ownSize }
    }

    mutating func finish() -> CollectionDecision {
        let subjects = Subject.ordered(judge.inventory, now: judge.now)
        // Whether something that stays is built on the subject.
        var holds = [Bool](repeating: false, count: subjects.count)
        for (index, subject) in subjects.enumerated() {
            var kept = judge.keeps(subject)
            if kept == nil, holds[index] { kept = (.needed, "something that stays is built on it") }
            if kept == nil, isEnough { kept = (.enough, enoughWords) }
            if let kept {
                decision.kept.append(
                    KeptObject(
                        kind: subject.kind, id: subject.id, names: subject.names, reason: kept.reason,
                        detail: kept.detail))
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

    private mutating func remove(_ subject: Subject) {
        switch subject.object {
        case .image(let image): remove(image)
        case .record(let record):
            let bytes = record.pieces.map { accounts.remove($0) } ?? record.ownSize
            cacheLeft -= record.ownSize
            decision.usedAfter -= bytes
            decision.removals.append(
                PlannedRemoval(
                    kind: .cacheRecord, id: record.id, names: [record.description], bytes: bytes,
                    lastUse: record.lastUse, reason: judge.words(for: record)))
        }
    }

    private mutating func remove(_ image: CollectableImage) {
        if case .tag(let name) = judge.policy, image.tags.count > 1 {
            // The image stays: it has other names.
            decision.removals.append(
                PlannedRemoval(
                    kind: .name, id: image.id, names: [KeepJudge.full(name)], bytes: 0, lastUse: image.lastUse,
                    reason: judge.words(for: image)))
            return
        }
        let bytes = accounts.remove(image.pieces)
        decision.usedAfter -= bytes
        decision.removals.append(
            PlannedRemoval(
                kind: .image, id: image.id, names: image.names, bytes: bytes, lastUse: image.lastUse,
                reason: judge.words(for: image), lastTaggedAt: image.lastTaggedAt, steps: image.steps))
    }
}

/// An image or a cache record, in one common order of last use.
struct Subject: Sendable {
    enum Object: Sendable { case image(CollectableImage), record(CollectableRecord) }

    let object: Object
    let id: String
    /// For a record, the step that made it.
    let names: [String]
    /// When it, or something built on it, was last used. May be in the future by our clock.
    var lastUse: LastUse
    /// Length of the chain below it: an object is deeper than what it is built on.
    var depth = 0
    /// What this is built on, as indexes in the list of subjects.
    var bases: [Int] = []

    var kind: PlannedRemoval.Kind { if case .image = object { .image } else { .cacheRecord } }

    /// Everything in an inventory, the least recently used first, and nothing before what is built on it.
    /// Using an image also uses its base: a base is never less recently used than what is built on it. Future uses
    /// count as now; among themselves they keep their order.
    static func ordered(_ inventory: CollectionInventory, now: Date) -> [Subject] {
        var subjects = inventory.images.map {
            Subject(object: .image($0), id: $0.id, names: $0.names, lastUse: $0.lastUse)
        }
        subjects += inventory.records.map {
            Subject(object: .record($0), id: $0.id, names: [$0.description], lastUse: $0.lastUse)
        }
        let places = Dictionary(subjects.indices.map { (subjects[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, below) in (inventory.images.map(\.bases) + inventory.records.map(\.parents)).enumerated() {
            subjects[index].bases = below.compactMap { places[$0] }.filter { $0 != index }
        }
        measureDepths(&subjects)
        for index in subjects.indices.sorted(by: { subjects[$0].depth > subjects[$1].depth }) {
            for base in subjects[index].bases where subjects[base].lastUse.at < subjects[index].lastUse.at {
                subjects[base].lastUse = subjects[index].lastUse
            }
        }
        let order = subjects.indices.sorted { subjects[$0].goes(before: subjects[$1], now: now) }
        var newPlaces = [Int](repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { newPlaces[old] = new }
        return order.map { old in
            var subject = subjects[old]
            subject.bases = subject.bases.map { newPlaces[$0] }
            return subject
        }
    }

    private func goes(before other: Subject, now: Date) -> Bool {
        (min(lastUse.at, now), lastUse.at, other.depth, id)
            < (min(other.lastUse.at, now), other.lastUse.at, depth, other.id)
    }

    /// Sets each depth to one more than the greatest of its bases. An engine's lists have no cycles; if one had, it is
    /// cut somewhere.
    private static func measureDepths(_ subjects: inout [Subject]) {
        var done = [Bool](repeating: false, count: subjects.count)
        var entered = done
        for start in subjects.indices where !done[start] {
            var stack = [start]
            while let index = stack.last {
                entered[index] = true
                if let open = subjects[index].bases.first(where: { !done[$0] && !entered[$0] }) {
                    stack.append(open)
                    continue
                }
                subjects[index].bases.removeAll { !done[$0] }
                subjects[index].depth = (subjects[index].bases.map { subjects[$0].depth }.max() ?? -1) + 1
                done[index] = true
                stack.removeLast()
            }
        }
    }
}
