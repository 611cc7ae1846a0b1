import Foundation

extension CollectionInventory {
    /// What a policy says to this inventory. Pure.
    ///
    /// - Parameters:
    ///   - disk: how full the engine's filesystem is; needed for marks in percent.
    ///   - refused: what could not be removed before, by id, with the words: it is not tried again.
    ///   - now: the time by which ages are counted.
    /// - Throws: ``CollectionError``.
    public func decision(
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

    /// What the marks are marks of.
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
