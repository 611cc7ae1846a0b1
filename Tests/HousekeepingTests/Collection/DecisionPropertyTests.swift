import Foundation
import Testing

@testable import Housekeeping

/// What must hold of every decision, whatever is there.
@Suite struct DecisionPropertyTests {
    private func each(
        _ check: (CollectionInventory, CollectionPolicy, CollectionRules, CollectionDecision) throws -> Void
    )
        throws
    {
        let rounds: UInt64 = ProcessInfo.processInfo.environment["PLIMSOLL_SOAK"] == nil ? 400 : 20_000
        for seed in 0..<rounds {
            var draw = RandomInventory(seed: seed)
            let inventory = draw.draw()
            let policy = draw.policy(for: inventory)
            let rules = draw.rules()
            let decision = try inventory.decision(by: policy, rules: rules, now: noon)
            try check(inventory, policy, rules, decision)
        }
    }

    @Test func everythingGoesOrStaysOnce() throws {
        try each { inventory, _, _, decision in
            let all = (decision.going + decision.kept.map(\.id)).sorted()
            #expect(all == (inventory.images.map(\.id) + inventory.records.map(\.id)).sorted())
        }
    }

    @Test func nothingGoesThatMustStay() throws {
        var removed = 0
        try each { inventory, policy, rules, decision in
            let going = Set(decision.going)
            removed += going.count
            var named = false
            if case .tag = policy { named = true }
            for image in inventory.images where going.contains(image.id) {
                #expect(image.users.isEmpty)
                #expect(rules.scope.covers(image))
                #expect(!rules.keep.contains { image.tags.contains(where: $0.fits) })
                #expect(named || image.lastUse.age(at: noon) >= rules.minimumAge)
            }
            for record in inventory.records where going.contains(record.id) {
                #expect(!record.inUse && record.lastUse.age(at: noon) >= rules.minimumAge)
            }
        }
        #expect(removed > 1000, "the draws must have something to remove")
    }

    @Test func nothingGoesBeforeWhatStandsOnIt() throws {
        try each { inventory, _, _, decision in
            let place = Dictionary(uniqueKeysWithValues: decision.going.enumerated().map { ($0.element, $0.offset) })
            let links =
                inventory.images.map { ($0.id, $0.bases) } + inventory.records.map { ($0.id, $0.parents) }
            for (id, bases) in links {
                for base in bases {
                    guard let goes = place[base] else { continue }
                    #expect((place[id] ?? Int.max) < goes, "\(id) stands on \(base)")
                }
            }
        }
    }

    @Test func theLowMarkIsReachedWhereThatIsPossible() throws {
        var reached = 0
        try each { inventory, policy, _, decision in
            guard case .leastRecentlyUsed = policy, let low = decision.low, decision.ground == .overHighMark else {
                return
            }
            if decision.usedAfter > low {
                let possible: Set<KeptObject.Reason> = [.enough, .policy]
                #expect(decision.kept.allSatisfy { !possible.contains($0.reason) })
            } else {
                reached += 1
                // Without the last one it would not have been enough.
                #expect(decision.usedAfter + (decision.removals.last?.bytes ?? 0) > low)
            }
        }
        #expect(reached > 50)
    }

    @Test func theReckoningIsTheInventorysOwn() throws {
        try each { inventory, _, _, decision in
            #expect(decision.usedBefore == inventory.accountedBytes)
            #expect(decision.usedAfter == inventory.after(decision).accountedBytes)
            #expect(decision.bytes == decision.removals.reduce(0) { $0 + $1.bytes })
        }
    }

    @Test func twiceIsAsGoodAsOnce() throws {
        try each { inventory, policy, rules, decision in
            let again = try inventory.after(decision).decision(by: policy, rules: rules, now: noon)
            if case .tag = policy { return }
            #expect(again.removals.isEmpty, "\(policy): \(again.going)")
        }
    }

    @Test func theOrderOfTheListsDoesNotMatter() throws {
        try each { inventory, policy, rules, decision in
            let turned = CollectionInventory(
                images: inventory.images.reversed(), records: inventory.records.reversed(), pieces: inventory.pieces)
            let same = try turned.decision(by: policy, rules: rules, now: noon)
            #expect(same == decision)
        }
    }
}
