import Foundation

/// Walks through an inventory in order of last use, and decides on each object whether it stays.
struct EvictionWalk {
    let inventory: CollectionInventory
    let policy: CollectionPolicy
    let judge: KeepJudge
    var decision: CollectionDecision
    let now: Date

    private var accounts: LayerAccounts
    /// Remaining cache that counts for BuildKit's own limit, in bytes.
    private var cacheLeft: Int

    init(
        inventory: CollectionInventory, policy: CollectionPolicy, judge: KeepJudge, decision: CollectionDecision,
        now: Date
    ) {
        (self.inventory, self.policy, self.judge, self.decision, self.now) = (inventory, policy, judge, decision, now)
        accounts = LayerAccounts(inventory)
        cacheLeft = inventory.records.reduce(0) { $0 + $1.ownSize }
    }

    mutating func finish() -> CollectionDecision {
        let subjects = Subject.ordered(inventory, now: now)
        // Whether something that stays is built on the subject.
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
            // The image stays: it has other names.
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

/// An image or a cache record, in one common order of last use.
struct Subject: Sendable {
    enum Place: Sendable, Hashable { case image(Int), record(Int) }

    let place: Place
    let id: String
    /// When it, or something built on it, was last used. May be in the future by our clock.
    var lastUse: LastUse
    /// Length of the chain below it: an object is deeper than what it is built on.
    var depth = 0
    /// What this is built on, as indexes in the list of subjects.
    var bases: [Int] = []

    /// Everything in an inventory, the least recently used first, and nothing before what is built on it.
    ///
    /// Using an image also uses its base: a base is never less recently used than what is built on it. Future uses
    /// count as now; among themselves they keep their order.
    static func ordered(_ inventory: CollectionInventory, now: Date) -> [Subject] {
        var subjects = inventory.images.enumerated().map {
            Subject(place: .image($0.offset), id: $0.element.id, lastUse: $0.element.lastUse)
        }
        subjects += inventory.records.enumerated().map {
            Subject(place: .record($0.offset), id: $0.element.id, lastUse: $0.element.lastUse)
        }
        let places = Dictionary(subjects.indices.map { (subjects[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
        for index in subjects.indices {
            let below =
                switch subjects[index].place {
                case .image(let image): inventory.images[image].bases
                case .record(let record): inventory.records[record].parents
                }
            subjects[index].bases = below.compactMap { places[$0] }.filter { $0 != index }
        }
        measureDepths(&subjects)
        for index in subjects.indices.sorted(by: { subjects[$0].depth > subjects[$1].depth }) {
            for base in subjects[index].bases where subjects[base].lastUse.at < subjects[index].lastUse.at {
                subjects[base].lastUse = subjects[index].lastUse
            }
        }
        let order = subjects.indices.sorted { left, right in
            subjects[left].goes(before: subjects[right], now: now)
        }
        var newPlaces = [Int](repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { newPlaces[old] = new }
        return order.map { old in
            var subject = subjects[old]
            subject.bases = subject.bases.map { newPlaces[$0] }
            return subject
        }
    }

    private func goes(before other: Subject, now: Date) -> Bool {
        let clamped = min(lastUse.at, now)
        let otherClamped = min(other.lastUse.at, now)
        if clamped != otherClamped { return clamped < otherClamped }
        if lastUse.at != other.lastUse.at { return lastUse.at < other.lastUse.at }
        if depth != other.depth { return depth > other.depth }
        return id < other.id
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
