/// The rule of `central-cache`, applied: pure, and fixed before any run.
public struct CentralCacheRule: Sendable {
    /// The most that the median job with the registry's cache may take over the warm engine's.
    public static let ratioBound = 1.5
    /// The least share of the warm engine's hits that it must have.
    public static let hitsBound = 0.9

    /// What one builder's figures say; `jobsNeeded` is how many more changes would decide it.
    ///
    /// Yes where both 95 % intervals lie on the good side of their bounds, no where either lies on the bad side.
    public static func judge(ratio: Estimate?, hits: Estimate?) -> (answer: Verdict.Answer, jobsNeeded: Int?) {
        guard let ratio, let hits else { return (.undecided, OverheadRule.fewestJobs) }
        guard let ratioInterval = ratio.interval, let hitsInterval = hits.interval else {
            return (.undecided, missing(for: ratio))
        }
        if ratioInterval.lowerBound > ratioBound || hitsInterval.upperBound < hitsBound { return (.no, nil) }
        if ratioInterval.upperBound <= ratioBound, hitsInterval.lowerBound >= hitsBound { return (.yes, nil) }
        let needs = [
            ratioInterval.contains(ratioBound) ? more(ratio, ratioInterval, bound: ratioBound) : 1,
            hitsInterval.contains(hitsBound) ? more(hits, hitsInterval, bound: hitsBound) : 1,
        ]
        return (.undecided, needs.contains(nil) ? nil : needs.compactMap { $0 }.max())
    }

    /// The verdict over all builders: the worst decides.
    public static func verdict(_ builders: [BuilderComparison]) -> Verdict {
        let worst = builders.max { left, right in
            (severity(left.answer), left.ratio?.value ?? 0) < (severity(right.answer), right.ratio?.value ?? 0)
        }
        guard let worst else {
            return Verdict(
                question: Questions.centralCache.id, answer: .undecided, estimate: nil, unit: "×",
                jobsNeeded: OverheadRule.fewestJobs)
        }
        return Verdict(
            question: Questions.centralCache.id, answer: worst.answer, estimate: worst.ratio, unit: "×",
            decidedBy: worst.configuration, jobsNeeded: worst.jobsNeeded)
    }

    private static func severity(_ answer: Verdict.Answer) -> Int {
        switch answer {
        case .yes: 0
        case .undecided: 1
        case .no: 2
        }
    }

    /// How many more changes make an interval possible at all, with the weights as drawn.
    private static func missing(for estimate: Estimate) -> Int {
        let perPair = max(estimate.effectiveCount, 1) / Double(max(estimate.count, 1))
        return max(Int((Double(OverheadRule.fewestJobs) / perPair).rounded(.up)) - estimate.count, 1)
    }

    /// An interval narrows with the root of n: how many more changes bring its end from across the bound to the bound, if the
    /// value stays; nil where it stands on the bound.
    private static func more(_ estimate: Estimate, _ interval: ClosedRange<Double>, bound: Double) -> Int? {
        let margin = abs(bound - estimate.value)
        guard margin > 0 else { return nil }
        let reach =
            estimate.value < bound ? interval.upperBound - estimate.value : estimate.value - interval.lowerBound
        let needed = Double(estimate.count) * (reach / margin) * (reach / margin)
        guard needed < 1_000_000 else { return nil }
        return max(Int(needed.rounded(.up)) - estimate.count, 1)
    }
}
