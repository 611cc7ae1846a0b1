/// The rule of `storage`, applied: pure, and fixed before any run.
struct StorageRule: Sendable {
    /// The most points of time-weighted hit rate that holding the mark may cost.
    static let costBound = 5.0

    /// Yes where some policy holds the mark and its cost's interval lies at or under the bound. No where none holds it, or each
    /// that does costs more. A trace that by itself does not fill the disk to the mark puts no policy to the test.
    static func verdict(_ policies: [PolicyFindings]) -> Verdict {
        func verdict(_ answer: Verdict.Answer, _ policy: PolicyFindings? = nil, needed: Int? = nil) -> Verdict {
            Verdict(
                question: Questions.storage.id, answer: answer, estimate: policy?.hitCost, unit: "points",
                decidedBy: policy.map(\.name), jobsNeeded: needed)
        }
        let tested = policies.tested
        guard !tested.isEmpty else { return verdict(.undecided) }
        let holding = tested.filter(\.holds)
        guard !holding.isEmpty else { return verdict(.no) }
        let known = holding.filter { $0.hitCost != nil }.sorted {
            let (left, right) = ($0.hitCost?.value ?? 0, $1.hitCost?.value ?? 0)
            return (left, $0.name) < (right, $1.name)
        }
        guard let best = known.first, let cost = best.hitCost else { return verdict(.undecided) }
        if let good = known.first(where: { ($0.hitCost?.interval?.upperBound ?? .infinity) <= costBound }) {
            return verdict(.yes, good)
        }
        if known.count == holding.count,
            known.allSatisfy({ ($0.hitCost?.interval?.lowerBound ?? -.infinity) > costBound })
        {
            return verdict(.no, best)
        }
        let needed = cost.interval == nil ? cost.jobsUntilInterval : cost.jobsUntilClear(of: costBound)
        return verdict(.undecided, best, needed: needed)
    }
}

extension [PolicyFindings] {
    /// The policies that were put to the test: the same trace, with the same builder and nothing removed, went over the mark.
    var tested: [PolicyFindings] {
        filter { policy in
            guard !policy.isReference else { return false }
            return contains {
                $0.isReference && $0.configuration == policy.configuration && ($0.crossings > 0 || $0.fullAfter != nil)
            }
        }
    }
}

extension PolicyFindings {
    /// The configuration with the policy.
    var name: String { "\(configuration),policy=\(policy)" }
}
