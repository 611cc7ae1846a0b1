import Foundation
import Model
import Store

/// What a run left behind that its audits attribute to no job: compared as totals of the runs, exactly.
struct UnattributedLeaks: Sendable {
    struct Key: Hashable, Sendable { let scenario, kind: String }

    /// The number of each kind that every audit could see, 0 included.
    private(set) var counts: [Key: Int] = [:]
    /// When the audits of a scenario looked: only runs whose audits looked alike compare.
    private(set) var stages: [String: Set<AuditRecord.Stage>] = [:]
    /// How many jobs the run has.
    let jobs: Int

    init(counts: [Key: Int] = [:], stages: [String: Set<AuditRecord.Stage>] = [:], jobs: Int) {
        (self.counts, self.stages, self.jobs) = (counts, stages, jobs)
    }

    /// - Throws: `ResultsError`.
    static func read(_ database: ResultsDatabase, run: RunSummary) throws -> UnattributedLeaks {
        var found = UnattributedLeaks(jobs: run.jobs)
        for audit in try database.audits(run: run.id) where audit.record.stage != .before {
            found.stages[audit.record.scenario, default: []].insert(audit.record.stage)
        }
        for total in try database.leakTotals(run: run.id) where !total.isHidden {
            found.counts[Key(scenario: total.scenario, kind: total.kind)] = 0
        }
        for stored in try database.leaks(run: run.id) where stored.leak.job == nil {
            let key = Key(scenario: stored.scenario, kind: stored.leak.kind)
            if let count = found.counts[key] { found.counts[key] = count + 1 }
        }
        return found
    }

    /// The changes from one run to another, by scenario and kind.
    ///
    /// A run of more jobs may leave more in proportion; only what exceeds that is worse.
    static func changes(from base: UnattributedLeaks, to candidate: UnattributedLeaks) -> [LeakChange] {
        let ratio = base.jobs > 0 ? max(1, Double(candidate.jobs) / Double(base.jobs)) : 1
        return candidate.counts.sorted { ($0.key.scenario, $0.key.kind) < ($1.key.scenario, $1.key.kind) }
            .compactMap { key, count in
                guard let before = base.counts[key], base.stages[key.scenario] == candidate.stages[key.scenario],
                    count < before || Double(count) > (Double(before) * ratio).rounded(.up)
                else { return nil }
                return LeakChange(
                    scenario: key.scenario, fixture: nil, kind: key.kind, base: before, candidate: count)
            }
    }
}
