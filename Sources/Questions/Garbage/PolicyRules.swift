/// The rule of `storage`, applied: pure, and fixed before any run.
enum StorageRule {
    /// The most points of time-weighted hit rate that holding the mark may cost.
    static let costBound = 5.0

    /// Yes where some policy holds the mark and its cost's interval lies at or under the bound. No where none holds it, or each
    /// that does costs more. A trace that by itself does not fill the disk to the mark puts no policy to the test.
    static func verdict(_ policies: [PolicyEvidence]) -> Verdict {
        func verdict(_ answer: Verdict.Answer, _ policy: PolicyEvidence? = nil, needed: Int? = nil) -> Verdict {
            Verdict(answer, estimate: policy?.hitCost, unit: "points", decidedBy: policy?.name, jobsNeeded: needed)
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

/// The rule of `garbage`, applied: pure, and fixed before any run.
enum GarbageRule {
    /// What it names for one builder.
    struct Choice: Sendable, Equatable {
        /// The configuration without the policy.
        var configuration: String
        /// The policy with the least rebuild time that never crosses the mark; nil where none holds it or nothing was tested.
        var policy: PolicyEvidence?
        /// Others that hold it too, whose rebuild time's interval reaches down to the named one's value.
        var notTold: [String]
        /// What the rule says of this builder.
        var answer: Verdict.Answer
    }

    /// What the rule names for each builder: yes where it names one, no where none that was tested holds the mark, undecided
    /// where nothing was tested or the pairs are too few.
    static func choices(_ policies: [PolicyEvidence]) -> [Choice] {
        Set(policies.map(\.configuration)).sorted().map { name in
            let tested = policies.filter { $0.configuration == name }.tested
            let holding = tested.filter { $0.holds && $0.rebuild != nil }.sorted {
                (($0.rebuild?.value ?? 0), $0.policy) < (($1.rebuild?.value ?? 0), $1.policy)
            }
            guard let best = holding.first, let rebuild = best.rebuild else {
                let decided = !tested.isEmpty && !tested.contains(where: \.holds)
                return Choice(configuration: name, policy: nil, notTold: [], answer: decided ? .no : .undecided)
            }
            let near = holding.dropFirst().filter { ($0.rebuild?.interval?.lowerBound ?? 0) <= rebuild.value }
            return Choice(
                configuration: name, policy: best, notTold: near.map(\.policy),
                answer: rebuild.interval == nil ? .undecided : .yes)
        }
    }

    /// The verdict: of all builders the policy with the least rebuild time.
    static func verdict(_ policies: [PolicyEvidence]) -> Verdict {
        let choices = choices(policies)
        let named = choices.filter { $0.policy != nil }.min {
            ($0.answer.severity, $0.policy?.rebuild?.value ?? 0) < ($1.answer.severity, $1.policy?.rebuild?.value ?? 0)
        }
        guard let named, let policy = named.policy else {
            let isNo = !choices.isEmpty && choices.allSatisfy { $0.answer == .no }
            return Verdict(isNo ? .no : .undecided, estimate: nil, unit: "s")
        }
        return Verdict(
            named.answer, estimate: policy.rebuild, unit: "s", decidedBy: policy.name,
            jobsNeeded: named.answer == .undecided ? policy.rebuild?.jobsUntilInterval : nil)
    }
}

extension [PolicyEvidence] {
    /// The policies that were put to the test: the same trace, with the same builder and nothing removed, went over the mark.
    var tested: [PolicyEvidence] {
        filter { policy in
            guard !policy.isReference else { return false }
            return contains {
                $0.isReference && $0.configuration == policy.configuration && ($0.crossings > 0 || $0.fullAfter != nil)
            }
        }
    }
}
