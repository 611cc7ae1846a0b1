import Model
import Store

/// Looks for what a reader of the figures should know beside them.
struct WarningSearch {
    /// Over how large a modified z-score a job is an outlier.
    ///
    /// Source: B. Iglewicz, D. Hoaglin, "How to detect and handle outliers", ASQC 1993.
    static let outlierScore = 3.5

    let run: RunSummary
    let jobs: [Series: [Job]]
    var series: [SeriesFindings] = []

    func warnings() -> [Warning] {
        runWarnings()
            + series.flatMap { findings in
                let jobs = self.jobs[findings.series] ?? []
                return failures(findings.series, jobs) + sizes(findings) + outliers(findings.series, jobs)
                    + directs(findings, jobs)
            }
    }

    func runWarnings() -> [Warning] {
        var found: [Warning] = []
        if let reason = run.excluded { found.append(.excluded(reason: reason)) }
        let extra = jobs.values.reduce(0) { $0 + $1.count { $0.position < 0 } }
        let (recorded, planned) = (run.jobs - extra, run.record.plannedJobs)
        if recorded < planned || run.endReason != "finished" {
            found.append(.unfinished(recorded: recorded, planned: planned, reason: run.endReason))
        }
        if run.missingContents > 0 { found.append(.contextsIncomplete(count: run.missingContents)) }
        if run.inheritedHits > 0 { found.append(.cacheInherited(hits: run.inheritedHits)) }
        // Only a resumed run has warm-ups outside its plan.
        if extra > 0 { found.append(.resumed(extraWarmups: extra)) }
        if !jobs.contains(where: { !$0.key.isFloor && $0.value.contains(where: \.isWarm) }) {
            found.append(.nothingReal)
        }
        return found
    }

    func failures() -> [Warning] { jobs.keys.sorted().flatMap { failures($0, jobs[$0] ?? []) } }

    private func failures(_ series: Series, _ jobs: [Job]) -> [Warning] {
        let failed = Dictionary(grouping: jobs.filter { $0.outcome != .succeeded }, by: \.outcome)
        var found = Outcome.allCases.compactMap { outcome -> Warning? in
            guard let like = failed[outcome], let first = like.first else { return nil }
            return .failed(
                series: series, outcome: outcome, count: like.count, of: jobs.count, position: first.position,
                message: first.failure?.message ?? "no message")
        }
        let uncleaned = jobs.count { $0.outcome == .succeeded && $0.wall == nil }
        if uncleaned > 0 { found.append(.uncleaned(series: series, count: uncleaned)) }
        return found
    }

    private func sizes(_ findings: SeriesFindings) -> [Warning] {
        guard findings.overhead?.interval == nil else { return [] }
        return [.tooFew(series: findings.series, count: findings.overhead?.count ?? 0)]
    }

    /// Judged among jobs of the same change class: a job that must rebuild its dependencies is slower by right.
    private func outliers(_ series: Series, _ jobs: [Job]) -> [Warning] {
        var classes: [ChangeClass: (overheads: [Double], positions: [Int])] = [:]
        for job in jobs where job.isWarm {
            guard let overhead = job.overhead else { continue }
            classes[job.changeClass, default: ([], [])].overheads.append(overhead)
            classes[job.changeClass, default: ([], [])].positions.append(job.position)
        }
        let firstPosition = classes.values.compactMap { $0.positions.min() }.min()
        return classes.sorted { $0.key < $1.key }.flatMap { changeClass, found -> [Warning] in
            guard let (median, scores) = Medians.diagnosed(found.overheads) else { return [] }
            let outliers = scores.indices.filter { abs(scores[$0]) > Self.outlierScore }
            guard let worst = outliers.max(by: { abs(scores[$0]) < abs(scores[$1]) }) else { return [] }
            let first = outliers.first { found.positions[$0] == firstPosition && scores[$0] > 0 }
            return [
                first.map { .slowFirst(series: series, seconds: found.overheads[$0], median: median) },
                .outliers(
                    series: series, changeClass: changeClass, count: outliers.count, of: found.overheads.count,
                    position: found.positions[worst], seconds: found.overheads[worst], score: scores[worst]),
            ].compactMap { $0 }
        }
    }

    private func directs(_ findings: SeriesFindings, _ jobs: [Job]) -> [Warning] {
        var found: [Warning] = []
        let failed = jobs.count { $0.isWarm && ($0.direct.map { $0.end != .succeeded } ?? false) }
        if failed > 0 { found.append(.directFailed(series: findings.series, count: failed)) }
        if let direct = findings.direct {
            if !direct.isBalanced {
                found.append(
                    .unbalanced(series: findings.series, directFirst: direct.directFirst, pairs: direct.pairs))
            }
        } else if !findings.series.isFloor && findings.overhead != nil {
            found.append(.noDirectPairs(series: findings.series))
        }
        return found
    }
}

extension WarningSearch {
    /// - Parameter jobs: of any series, in the order in which they ran.
    init(run: RunSummary, jobs: [Job]) { self.init(run: run, jobs: Dictionary(grouping: jobs, by: \.series)) }
}
