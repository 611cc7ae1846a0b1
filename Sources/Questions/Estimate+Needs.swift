extension Estimate {
    /// The fewest equally weighted jobs that can carry a 95 % interval of a median: with 5, even the range from the least
    /// to the largest covers it only 93.75 times of 100 (`1 − 2 · 0.5⁵`).
    static let fewestJobs = 6

    /// How many more jobs make an interval possible at all, with the weights as drawn.
    var jobsUntilInterval: Int {
        let perJob = max(effectiveCount, 1) / Double(max(count, 1))
        return max(Int((Double(Self.fewestJobs) / perJob).rounded(.up)) - count, 1)
    }

    /// An interval narrows with the root of n, and with n where nothing varied: how many more jobs bring its end from across a
    /// bound to the bound, if the value stays; nil where it stands on the bound, or without an interval.
    func jobsUntilClear(of bound: Double) -> Int? {
        let margin = abs(bound - value)
        guard let interval, margin > 0 else { return nil }
        if let unvaried { return casesUntilClear(of: bound, unvaried) }
        let reach = value < bound ? interval.upperBound - value : value - interval.lowerBound
        let needed = Double(count) * (reach / margin) * (reach / margin)
        // Beyond a million jobs the honest answer is that more jobs do not decide it.
        guard needed < 1_000_000 else { return nil }
        return max(Int(needed.rounded(.up)) - count, 1)
    }
}

extension Verdict.Answer {
    /// Where the worst of several decides, which is worse.
    var severity: Int {
        switch self {
        case .yes: 0
        case .undecided: 1
        case .no: 2
        }
    }
}
