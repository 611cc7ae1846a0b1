import Foundation
import Model

/// What a policy says to an inventory: what goes, in order, and what stays. The same inventory, rules and time give the same.
package struct CollectionDecision: Codable, Hashable, Sendable {
    /// Why anything, or nothing, goes.
    package enum Ground: String, Codable, Sendable, CaseIterable {
        case always, overHighMark = "over_high_mark", belowHighMark = "below_high_mark"
    }

    /// Why anything, or nothing, goes.
    package var ground: Ground
    /// What goes, in the order in which it goes: nothing before what builds on it.
    package var removals: [PlannedRemoval]
    package var kept: [KeptObject]
    /// What is taken before, in bytes: of the filesystem for marks in percent, else of images and cache by the engine's account.
    package var usedBefore: Int
    package var usedAfter: Int
    /// The high mark in bytes of the same measure; nil without one.
    package var high: Int?
    /// The low mark in bytes of the same measure; nil without one.
    package var low: Int?
    /// To how many bytes BuildKit is to cut its cache; the removals then are what it is expected to choose.
    package var keepStorage: Int?

    /// What the removals give back, in bytes, computed.
    package var bytes: Int { usedBefore - usedAfter }
    package var staysOverHighMark: Bool { high.map { usedAfter > $0 } ?? false }
}

/// Something that is to go, and why.
package struct PlannedRemoval: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case image, name, cacheRecord = "cache_record"
    }

    package var kind: Kind
    package var id: String
    /// The names that go; of a record what made it.
    package var names: [String]
    /// What the disk gets back, in bytes, when all that stands before it in the plan is gone. Computed, not measured.
    package var bytes: Int
    package var lastUse: LastUse
    /// Why it goes, in words.
    package var reason: String
    package var lastTaggedAt: Date?
    /// As ``CollectableImage/steps``.
    package var steps: [String]?
}

/// Something that stays, and why.
package struct KeptObject: Codable, Hashable, Sendable {
    /// Why something stays.
    package enum Reason: String, Codable, Sendable, CaseIterable {
        case inUse = "in_use"
        /// It is not among what may be collected: it lacks the label.
        case outOfScope = "out_of_scope"
        case named, young, needed
        case newest, policy
        /// The disk is not full enough, or was emptied enough before its turn came.
        case enough
        case refused
    }

    package var kind: PlannedRemoval.Kind
    package var id: String
    /// Its names; of a record what made it.
    package var names: [String]
    package var reason: Reason
    /// The particulars, in words: which container, which pattern.
    package var detail: String
}

/// How the removal of one thing went.
enum RemovalResult: Sendable, Equatable {
    case removed, gone
    /// It stays: it changed since it was looked at, is in use, or the engine refused. In words.
    case spared(String)
}

extension CollectionInventory {
    /// What a policy says to this inventory. Pure.
    /// - Parameters:
    ///   - disk: how full the engine's filesystem is; needed for marks in percent.
    ///   - refused: what could not be removed before, by id, with the words: it is not tried again.
    ///   - now: the time by which ages are counted.
    /// - Throws: ``CollectionError``.
    package func decision(
        by policy: CollectionPolicy, rules: CollectionRules, disk: DiskSpace? = nil, refused: [String: String] = [:],
        now: Date
    ) throws(CollectionError) -> CollectionDecision {
        try policy.check()
        let measure = try readingOfDisk(for: policy, disk)
        var decision = CollectionDecision(
            ground: .always, removals: [], kept: [], usedBefore: measure.used, usedAfter: measure.used,
            high: policy.high?.bytes(of: measure.capacity), low: policy.low?.bytes(of: measure.capacity))
        if let high = decision.high { decision.ground = measure.used > high ? .overHighMark : .belowHighMark }
        if case .keepStorage(let bytes) = policy { decision.keepStorage = bytes }
        let judge = KeepJudge(inventory: self, policy: policy, rules: rules, refused: refused, now: now)
        var walk = EvictionWalk(inventory: self, policy: policy, judge: judge, decision: decision, now: now)
        return walk.finish()
    }

    private func readingOfDisk(
        for policy: CollectionPolicy, _ disk: DiskSpace?
    ) throws(CollectionError) -> (used: Int, capacity: Int) {
        guard policy.high?.isShare == true else { return (accountedBytes, 0) }
        guard let disk, disk.capacity > 0 else {
            throw CollectionError(
                .diskUnknown,
                "The filesystem of the engine's data cannot be seen from here, so that percentages cannot be reckoned: "
                    + "give the marks in bytes, as --high 20GB --low 15GB.")
        }
        return (disk.used, disk.capacity)
    }
}

/// How long ago something was, as people say it.
package enum AgeText {
    /// The seconds in their largest sensible unit, as `40 s`, `12 min`, `5 h`, `3 d`.
    package static func text(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Int(seconds)) s"
        case ..<7200: "\(Int(seconds / 60)) min"
        case ..<172_800: "\(Int(seconds / 3600)) h"
        default: "\(Int(min(seconds / 86_400, 1e6))) d"
        }
    }
}
