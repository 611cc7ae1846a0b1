import Model

/// The rule of `promotion`, applied: pure, and fixed before any run.
enum PromotionRule {
    /// What the rule says of one builder's rebuilds.
    struct Ruling: Equatable {
        var answer: Verdict.Answer
        /// Whether promoting is surely faster, and whether a rebuilt image differs: each alone is a yes.
        var isFaster = false, differs = false
        /// How many more changes would decide it; nil where it is decided, or where changes cannot.
        var jobsNeeded: Int?
    }

    /// Yes where the 95 % interval of what promoting saves lies above 0, or where any rebuilt image is another than the
    /// first worker's. No where the interval lies at or below 0 and all images are the same.
    /// - Parameter saved: in seconds, for the same changes.
    static func judge(saved: Estimate?, compared: Int, equal: Int) -> Ruling {
        let differs = equal < compared
        let isFaster = (saved?.interval?.lowerBound ?? 0) > 0
        if differs || isFaster { return Ruling(answer: .yes, isFaster: isFaster, differs: differs) }
        guard let saved else { return Ruling(answer: .undecided, jobsNeeded: Estimate.fewestJobs) }
        guard let interval = saved.interval else {
            return Ruling(answer: .undecided, jobsNeeded: saved.jobsUntilInterval)
        }
        // Where no image was compared, it is unknown whether a rebuild is the same.
        if interval.upperBound <= 0 { return Ruling(answer: compared > 0 ? .no : .undecided) }
        return Ruling(answer: .undecided, jobsNeeded: saved.jobsUntilClear(of: 0))
    }

    /// Over all rebuilds: yes where one is a yes, no where all are. Of those with the verdict's answer, the one nearest
    /// to another answer decides: for a no that with the most saved by promoting, otherwise that with the least.
    static func verdict(_ rebuilds: [RebuildComparison]) -> Verdict {
        let answers = Set(rebuilds.map(\.ruling.answer))
        let answer: Verdict.Answer = answers.contains(.yes) ? .yes : answers == [.no] ? .no : .undecided
        let alike = rebuilds.filter { $0.ruling.answer == answer }
        let deciding =
            answer == .no
            ? alike.max { ($0.saved?.value ?? -.infinity) < ($1.saved?.value ?? -.infinity) }
            : alike.min { ($0.saved?.value ?? .infinity) < ($1.saved?.value ?? .infinity) }
        guard let deciding else {
            return Verdict(.undecided, estimate: nil, unit: "s", jobsNeeded: Estimate.fewestJobs)
        }
        return Verdict(
            answer, estimate: deciding.saved, unit: "s", decidedBy: deciding.configuration,
            jobsNeeded: alike.compactMap(\.ruling.jobsNeeded).max())
    }
}
