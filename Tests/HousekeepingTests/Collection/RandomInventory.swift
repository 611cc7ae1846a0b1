import Foundation
import Model

@testable import Housekeeping

/// Inventories drawn by a seed: images on bases on bases, a cache that is a tree, uses of every age, also ahead of the clock.
struct RandomInventory {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed, purpose: "inventory")
    }

    mutating func draw() -> CollectionInventory {
        var inventory = CollectionInventory()
        for number in 0..<Int.random(in: 0...30, using: &random) { addImage(number, to: &inventory) }
        for number in 0..<Int.random(in: 0...40, using: &random) { addRecord(number, to: &inventory) }
        return CollectionInventory(
            images: inventory.images.shuffled(using: &random), records: inventory.records.shuffled(using: &random),
            pieces: inventory.pieces)
    }

    mutating func policy(for inventory: CollectionInventory) -> CollectionPolicy {
        let total = max(4, inventory.accountedBytes)
        let high = Int.random(in: 2...total, using: &random)
        let policies: [CollectionPolicy] = [
            .leastRecentlyUsed(high: .bytes(high), low: .bytes(Int.random(in: 1...high, using: &random))),
            .threshold(high: .bytes(high)), .dangling, .prune, .pruneAll, .none, .keepStorage(bytes: high),
            .tag(inventory.images.randomElement(using: &random)?.tags.first ?? "x:1"),
        ]
        // Half of all draws are of the one policy that has a goal.
        return Bool.random(using: &random) ? policies[0] : policies[Int.random(in: 0..<policies.count, using: &random)]
    }

    mutating func rules() -> CollectionRules {
        CollectionRules(
            scope: Bool.random(using: &random) ? .any : .plimsoll, keep: chance(3) ? [NamePattern("ci/*1:*")] : [],
            minimumAge: [0, 3600, 36_000][Int.random(in: 0...2, using: &random)], buildCache: true)
    }

    private mutating func addImage(_ number: Int, to inventory: inout CollectionInventory) {
        let base = chance(2) ? inventory.images.randomElement(using: &random) : nil
        inventory.pieces.append(Int.random(in: 0...1000, using: &random))
        let hours = Double.random(in: -5...200, using: &random)
        inventory.images.append(
            image(
                "i\(number)", usedHoursAgo: hours, tags: chance(4) ? [] : ["ci/i\(number):1"],
                labels: chance(4) ? [:] : ["plimsoll": "1"],
                pieces: (base?.pieces ?? []) + [inventory.pieces.count - 1],
                bases: base.map { [$0.id] } ?? [], users: chance(8) ? ["c\(number)"] : []))
    }

    private mutating func addRecord(_ number: Int, to inventory: inout CollectionInventory) {
        let parent = chance(2) ? inventory.records.randomElement(using: &random) : nil
        inventory.records.append(
            record(
                "r\(number)", usedHoursAgo: Double.random(in: -5...200, using: &random),
                size: Int.random(in: 0...1000, using: &random), parents: parent.map { [$0.id] } ?? [],
                inUse: chance(10),
                shared: chance(3), type: chance(8) ? "internal" : "regular"))
    }

    /// Once in so many.
    private mutating func chance(_ times: Int) -> Bool { Int.random(in: 0..<times, using: &random) == 0 }
}
