import Foundation
import Model

/// A policy's decision on an inventory: what is removed, in order, and what stays. The same inventory, rules and time
/// give the same decision.
package struct CollectionDecision: Codable, Hashable, Sendable {
    /// Why anything, or nothing, is removed.
    package enum Ground: String, Codable, Sendable, CaseIterable {
        case always, overHighMark = "over_high_mark", belowHighMark = "below_high_mark"
    }

    package var ground: Ground
    /// What is removed, in order: nothing before the objects built on it.
    package var removals: [PlannedRemoval]
    package var kept: [KeptObject]
    /// Bytes in use: of the filesystem for marks in percent, otherwise of images and cache.
    package var usedBefore, usedAfter: Int
    /// The marks in bytes of the same measure; nil without one.
    package var high, low: Int?
    /// The size to which BuildKit should cut its cache, in bytes; the removals are then what it is expected to choose.
    package var keepStorage: Int?
    /// Why the sizes are the engine's own, and not read from its disk; nil if they are from the disk.
    package var unseen: String?

    /// What the removals free, in bytes, computed.
    package var bytes: Int { usedBefore - usedAfter }
    package var staysOverHighMark: Bool { high.map { usedAfter > $0 } ?? false }
}

package struct PlannedRemoval: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case image, name, cacheRecord = "cache_record"
    }

    package var kind: Kind
    package var id: String
    /// The names to be removed; for a record, the step that made it.
    package var names: [String]
    /// What the disk gets back, in bytes, when everything before it in the plan is gone. Computed, not measured.
    package var bytes: Int
    package var lastUse: LastUse
    package var reason: String
    package var lastTaggedAt: Date?
    /// As ``CollectableImage/steps``.
    package var steps: [String]?
}

package struct KeptObject: Codable, Hashable, Sendable {
    package enum Reason: String, Codable, Sendable, CaseIterable {
        case inUse = "in_use"
        /// It may not be collected: it lacks the label.
        case outOfScope = "out_of_scope"
        case named, young, needed
        case newest, policy
        /// The disk is not full enough, or was freed enough before its turn.
        case enough
        case refused
    }

    package var kind: PlannedRemoval.Kind
    package var id: String
    /// Its names; for a record, the step that made it.
    package var names: [String]
    package var reason: Reason
    package var detail: String
}

enum RemovalResult: Sendable, Equatable {
    case removed, gone
    /// It stays, with the reason: it changed since the plan was made, is in use, or the engine refused.
    case spared(String)
}

extension CollectionInventory {
    /// A policy's decision on this inventory. Pure.
    /// - Parameter disk: usage of the engine's filesystem; needed for marks in percent.
    /// - Parameter refused: objects that could not be removed before, by id, with the reason: they are not tried again.
    /// - Parameter now: the time from which ages are computed.
    /// - Throws: ``CollectionError``.
    package func decision(
        by policy: CollectionPolicy, rules: CollectionRules, disk: DiskSpace? = nil, refused: [String: String] = [:],
        now: Date
    ) throws(CollectionError) -> CollectionDecision {
        try policy.check()
        let measure = try readingOfDisk(for: policy, disk)
        var decision = CollectionDecision(
            ground: .always, removals: [], kept: [], usedBefore: measure.used, usedAfter: measure.used,
            high: policy.high?.bytes(of: measure.capacity), low: policy.low?.bytes(of: measure.capacity),
            unseen: unseen)
        if let high = decision.high { decision.ground = measure.used > high ? .overHighMark : .belowHighMark }
        if case .keepStorage(let bytes) = policy { decision.keepStorage = bytes }
        let judge = KeepJudge(inventory: self, policy: policy, rules: rules, refused: refused, now: now)
        var walk = EvictionWalk(judge: judge, decision: decision)
        return walk.finish()
    }

    private func readingOfDisk(
        for policy: CollectionPolicy, _ disk: DiskSpace?
    ) throws(CollectionError) -> (used: Int, capacity: Int) {
        guard policy.high?.isShare == true else { return (accountedBytes, 0) }
        guard let disk, disk.capacity > 0 else {
            throw CollectionError(
                .diskUnknown,
                "The filesystem of the engine's data cannot be seen from here, so percentages cannot be computed: "
                    + "give the marks in bytes, such as --high 20GB --low 15GB.")
        }
        return (disk.used, disk.capacity)
    }
}

package enum AgeText {
    /// The seconds in a suitable unit, as `40 s`, `12 min`, `5 h`, `3 d`.
    package static func text(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Int(seconds)) s"
        case ..<7200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3600)) h"
        default: "\(Int(min(seconds / 86_400, 1e6))) d"
        }
    }
}
