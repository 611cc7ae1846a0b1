import Model
import Store

/// From a run's jobs, audits and samples of the disk to what they say of `cleanup`. Pure.
struct CleanupAnalysis: Sendable {
    private let run: RunSummary
    private let jobs: [CleanupJob]
    private let audits: [StoredAudit]
    private let leaks: [StoredLeak]

    /// The findings of the given jobs, audits, leaks and samples, all of scenarios that bear on the question.
    static func findings(
        run: RunSummary, scenarios: [String], jobs: [CleanupJob], audits: [StoredAudit], leaks: [StoredLeak],
        samples: [StoredSample]
    ) -> CleanupFindings {
        let analysis = CleanupAnalysis(run: run, jobs: jobs, audits: audits, leaks: leaks)
        // A job whose fault came too late says nothing of that fault; what it left is left all the same.
        let cases = analysis.cases(of: jobs.filter { !$0.missed })
        let missed = analysis.cases(of: jobs.filter(\.missed))
        let kinds = analysis.kinds()
        let growth = growth(samples)
        return CleanupFindings(
            run: run, scenarios: scenarios,
            verdict: CleanupRule.verdict(
                left: leaks.count, audited: (cases + missed).reduce(0) { $0 + $1.audited },
                unseen: kinds.count { !$0.isSeen }, growth: growth),
            cases: cases, missed: missed, leaks: leaks, kinds: kinds, growth: growth,
            failedCleanups: jobs.count(where: \.cleanupFailed), audits: audits.count,
            auditSeconds: Medians.plain(audits.map(\.record.seconds)), cautions: analysis.cautions())
    }

    private func cases(of jobs: [CleanupJob]) -> [CleanupCase] {
        let audited = Set(audits.compactMap(\.job))
        let byJob = Dictionary(grouping: leaks) { $0.leak.job }
        return Dictionary(grouping: jobs) { $0.job.series }.sorted { $0.key < $1.key }.map { series, jobs in
            let left = jobs.flatMap { byJob[$0.id] ?? [] }
            return CleanupCase(
                series: series, fault: series.factor("fault"),
                outcomes: Dictionary(grouping: jobs) { $0.job.outcome }.mapValues(\.count),
                endedIn: Dictionary(grouping: jobs.compactMap(\.endedIn)) { $0 }.mapValues(\.count),
                audited: jobs.count { audited.contains($0.id) },
                clean: jobs.count { audited.contains($0.id) && byJob[$0.id] == nil },
                leaks: Dictionary(grouping: left) { $0.leak.kind }.mapValues(\.count),
                bytes: left.reduce(0) { $0 + ($1.leak.bytes ?? 0) }, remained: left.count { $0.remained == true })
        }
    }

    private func kinds() -> [CleanupKind] {
        let order = ["hidden", "partly", "seen"]
        let names = audits.first?.record.kinds.map(\.name) ?? []
        return names.map { name in
            let seen = audits.compactMap { audit in audit.record.kinds.first { $0.name == name } }
            let worst = seen.min { (order.firstIndex(of: $0.sight) ?? 0) < (order.firstIndex(of: $1.sight) ?? 0) }
            // Of several scenarios in a row the first one's beginning and the last one's end.
            let before = audits.first { $0.record.stage == .before }
            let after = audits.last { $0.record.stage == .series }
            func count(_ audit: StoredAudit?) -> Int? { audit?.record.kinds.first { $0.name == name }?.count }
            let left = leaks.filter { $0.leak.kind == name }
            return CleanupKind(
                name: name, sight: worst?.sight ?? "hidden", reason: worst?.reason, before: count(before) ?? 0,
                after: count(after), leaks: left.count, bytes: left.reduce(0) { $0 + ($1.leak.bytes ?? 0) })
        }
    }

    /// Over each ledger from its first sample to its last: one that was opened anew is on another scale.
    static func growth(_ samples: [StoredSample]) -> CleanupGrowth? {
        let known = samples.filter { $0.disk?.remainder != nil }
        let ledgers = Dictionary(grouping: known) { $0.disk?.openedAt }.values.filter { $0.count > 1 }
        guard !ledgers.isEmpty else { return nil }
        var growth = CleanupGrowth(remainder: 0, made: 0, jobs: 0)
        for ledger in ledgers {
            guard let first = ledger.first?.disk?.remainder, let last = ledger.last?.disk?.remainder else { continue }
            growth.remainder += last - first
            growth.made += ledger.dropFirst().reduce(0) { $0 + ($1.madeBytes ?? 0) }
            growth.jobs += ledger.count
        }
        return growth
    }

    private func cautions() -> [Caution] {
        let bySeries = Dictionary(grouping: jobs.map(\.job), by: \.series)
        let search = CautionSearch(run: run, jobs: bySeries, series: [])
        // Where faults are planted, jobs that fail are what is measured.
        let unplanted = bySeries.keys.sorted().filter { $0.factor("fault").map { $0 == "none" } ?? true }
        return search.runCautions() + unplanted.flatMap { search.failures($0, bySeries[$0] ?? []) }
    }
}
