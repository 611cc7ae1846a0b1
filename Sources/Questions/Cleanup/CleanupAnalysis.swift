import Model
import Store

/// From a run's jobs, audits and samples of the disk to what they say of `cleanup`.
struct CleanupAnalysis {
    private let run: RunSummary
    private let jobs: [Job]
    private let audits: [StoredAudit]
    private let leaks: [StoredLeak]

    /// What a run in a database says of `cleanup`; nil where none of its scenarios bears on it.
    ///
    /// - Throws: `ResultsError` where the database cannot be read.
    static func analyse(_ database: ResultsDatabase, run: RunSummary) throws -> CleanupEvidence? {
        let scenarios = run.scenarios(bearingOn: CleanupQuestion().id)
        guard !scenarios.isEmpty else { return nil }
        let parts: [JobPart] = [.made, .disk, .pointsNamed(by: FaultPoint.self)]
        let jobs = try database.jobs(run: run, of: scenarios, including: parts)
        let analysis = CleanupAnalysis(
            run: run, jobs: jobs,
            audits: try database.audits(run: run.id).filter { scenarios.contains($0.record.scenario) },
            leaks: try database.leaks(run: run.id).filter { scenarios.contains($0.scenario) })
        return analysis.evidence(scenarios: scenarios, growth: growth(jobs))
    }

    private func evidence(scenarios: [String], growth: CleanupGrowth?) -> CleanupEvidence {
        CleanupEvidence(
            run: run, scenarios: scenarios,
            // A job whose fault came too late says nothing of that fault; what it left is left all the same.
            cases: cases(of: jobs.filter { !$0.missedItsFault }), missed: cases(of: jobs.filter(\.missedItsFault)),
            leaks: leaks, kinds: kinds(), growth: growth,
            failedCleanups: jobs.count { $0.rarities.cleanupFailure != nil }, audits: audits.count,
            auditSeconds: Medians.plain(audits.map(\.record.seconds)), warnings: warnings())
    }

    private func cases(of jobs: [Job]) -> [CleanupCase] {
        let audited = Set(audits.compactMap(\.job))
        let byJob = Dictionary(grouping: leaks) { $0.leak.job }
        return Dictionary(grouping: jobs, by: \.series).sorted { $0.key < $1.key }.map { series, jobs in
            let left = jobs.flatMap { byJob[$0.id] ?? [] }
            return CleanupCase(
                series: series, fault: series.factors?.fault?.rawValue,
                outcomes: Dictionary(grouping: jobs, by: \.outcome).mapValues(\.count),
                endedIn: Dictionary(grouping: jobs.compactMap(\.endedIn)) { $0 }.mapValues(\.count),
                audited: jobs.count { audited.contains($0.id) },
                clean: jobs.count { audited.contains($0.id) && byJob[$0.id] == nil },
                leaks: Dictionary(grouping: left) { $0.leak.kind }.mapValues(\.count),
                bytes: left.reduce(0) { $0 + ($1.leak.bytes ?? 0) }, remained: left.count { $0.remained == true })
        }
    }

    private func kinds() -> [CleanupKind] {
        let order = ["hidden", "partly", "seen"]
        // Of several scenarios in a row the first one's beginning and the last one's end.
        let before = audits.first { $0.record.stage == .before }
        let after = audits.last { $0.record.stage == .series }
        let names = audits.first?.record.kinds.map(\.name) ?? []
        return names.map { name in
            func kind(_ audit: StoredAudit?) -> AuditRecord.Kind? { audit?.record.kinds.first { $0.name == name } }
            let worst = audits.compactMap(kind).min {
                (order.firstIndex(of: $0.sight) ?? 0) < (order.firstIndex(of: $1.sight) ?? 0)
            }
            let left = leaks.filter { $0.leak.kind == name }
            return CleanupKind(
                name: name, sight: worst?.sight ?? "hidden", reason: worst?.reason, before: kind(before)?.count ?? 0,
                after: kind(after)?.count, leaks: left.count, bytes: left.reduce(0) { $0 + ($1.leak.bytes ?? 0) })
        }
    }

    /// Over each ledger from its first sample to its last: one that was opened anew is on another scale.
    static func growth(_ jobs: [Job]) -> CleanupGrowth? {
        let known = jobs.filter { $0.disk?.remainder != nil }
        let ledgers = Dictionary(grouping: known) { $0.disk?.openedAt }.values.filter { $0.count > 1 }
        guard !ledgers.isEmpty else { return nil }
        var growth = CleanupGrowth(remainder: 0, made: 0, jobs: 0)
        for ledger in ledgers {
            guard let first = ledger.first?.disk?.remainder, let last = ledger.last?.disk?.remainder else { continue }
            growth.remainder += last - first
            growth.made += ledger.dropFirst().reduce(0) { $0 + ($1.made ?? 0) }
            growth.jobs += ledger.count
        }
        return growth
    }

    private func warnings() -> [Warning] {
        // Where faults are planted, jobs that fail are what is measured.
        let unplanted = jobs.filter { $0.cell.factors?.fault ?? .nothing == .nothing }
        return WarningSearch(run: run, jobs: jobs).runWarnings() + WarningSearch(run: run, jobs: unplanted).failures()
    }
}

extension Job {
    /// The phase that it was in when it was ended; nil where it succeeded, or was not begun.
    fileprivate var endedIn: Phase? { outcome == .succeeded ? nil : failure?.phase }

    /// Whether its fault came too late, or could not be planted.
    fileprivate var missedItsFault: Bool { values(of: FaultPoint.struck).contains(0) }
}
