import Records
import Results

/// Looks for what a reader of the figures should know beside them.
struct CautionSearch {
    /// Over how large a modified z-score a job is an outlier.
    ///
    /// Source: B. Iglewicz, D. Hoaglin, "How to detect and handle outliers", ASQC 1993.
    static let outlierScore = 3.5

    let run: RunSummary
    let jobs: [Series: [Observation]]
    let series: [SeriesFindings]

    func cautions() -> [Caution] {
        runCautions()
            + series.flatMap { findings in
                let jobs = self.jobs[findings.series] ?? []
                return failures(findings.series, jobs) + sizes(findings) + outliers(findings.series, jobs)
                    + directs(findings, jobs)
            }
    }

    func runCautions() -> [Caution] {
        var found: [Caution] = []
        if let reason = run.excluded { found.append(.excluded(reason: reason)) }
        let extra = jobs.values.reduce(0) { $0 + $1.count { $0.position < 0 } }
        if run.jobs - extra < run.record.plannedJobs || run.endReason != "finished" {
            found.append(
                .unfinished(recorded: run.jobs - extra, planned: run.record.plannedJobs, reason: run.endReason))
        }
        // Only a resumed run has warm-ups outside its plan.
        if extra > 0 { found.append(.resumed(extraWarmups: extra)) }
        if !jobs.contains(where: { !$0.key.isFloor && $0.value.contains(where: \.isWarm) }) {
            found.append(.nothingReal)
        }
        return found
    }

    func failures(_ series: Series, _ jobs: [Observation]) -> [Caution] {
        let failed = Dictionary(grouping: jobs.filter { $0.outcome != .succeeded }, by: \.outcome)
        var found = Outcome.allCases.compactMap { outcome -> Caution? in
            guard let like = failed[outcome], let first = like.first else { return nil }
            return .failed(
                series: series, outcome: outcome, count: like.count, of: jobs.count, position: first.position,
                message: first.failure ?? "no message")
        }
        let uncleaned = jobs.count { $0.outcome == .succeeded && $0.wall == nil }
        if uncleaned > 0 { found.append(.uncleaned(series: series, count: uncleaned)) }
        return found
    }

    private func sizes(_ findings: SeriesFindings) -> [Caution] {
        guard findings.overhead?.interval == nil else { return [] }
        return [.tooFew(series: findings.series, count: findings.overhead?.count ?? 0)]
    }

    /// Judged among jobs of the same change class: a job that must rebuild its dependencies is slower by right.
    private func outliers(_ series: Series, _ jobs: [Observation]) -> [Caution] {
        let warm = jobs.filter(\.isWarm)
        let firstPosition = warm.map(\.position).min()
        return Dictionary(grouping: warm, by: \.changeClass).sorted { $0.key < $1.key }.flatMap { found -> [Caution] in
            let overheads = found.value.compactMap(\.overhead)
            guard let scores = Medians.modifiedScores(overheads), let median = Medians.plain(overheads) else {
                return []
            }
            let outliers = zip(found.value, scores).filter { abs($0.1) > Self.outlierScore }
            guard let worst = outliers.max(by: { abs($0.1) < abs($1.1) }) else { return [] }
            var cautions: [Caution] = []
            if let first = outliers.first(where: { $0.0.position == firstPosition && $0.1 > 0 }) {
                cautions.append(.slowFirst(series: series, seconds: first.0.overhead ?? 0, median: median))
            }
            cautions.append(
                .outliers(
                    series: series, changeClass: found.key, count: outliers.count, of: overheads.count,
                    position: worst.0.position, seconds: worst.0.overhead ?? 0, score: worst.1))
            return cautions
        }
    }

    private func directs(_ findings: SeriesFindings, _ jobs: [Observation]) -> [Caution] {
        var found: [Caution] = []
        let failed = jobs.count { $0.isWarm && ($0.direct.map { $0.exitStatus != 0 } ?? false) }
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
