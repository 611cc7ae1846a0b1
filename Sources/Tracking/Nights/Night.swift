import Foundation
import Model
import Questions
import Store

/// A run held against another: what got worse, what made it worse, and what cannot be told.
package struct Night: Sendable {
    package enum Outcome: String, Sendable, Codable {
        /// A job failed that did not fail before, or a figure got worse.
        case regression
        /// Nothing got worse, but jobs could not be measured: the engine was lost, or refused them.
        case failedJobs = "failed_jobs"
        case improvement, unchanged
        /// Nothing got surely worse, but a time looks worse, or of a repository's jobs it is not known.
        case cannotTell = "cannot_tell"
    }

    package let base, candidate: RunSummary
    package let terms: ComparisonTerms
    package let likeness: Likeness
    /// Whether the candidate built both states in turn: the machine's drift is in both sides.
    package let hasRounds: Bool
    package let findings: [Finding]
    package let failures: FailureChanges
    package let leaks: [LeakChange]
    package let culprits: [Culprit]
    /// How many pairs were compared.
    package let pairs: Int
    /// Rounds whose builds came from the cache.
    package var cachedRounds: [CachedRounds] = []
    /// How much longer the same revisions took than in the base's night, as a share; nil where that is not known.
    package let drift: Double?

    package func count(_ verdict: Finding.Verdict) -> Int { findings.count { $0.verdict == verdict } }
    package var worseLeaks: [LeakChange] { leaks.filter(\.isWorse) }

    /// How many figures got worse, failures and leaks included.
    package var worse: Int { count(.worse) + worseLeaks.count + (failures.new.isEmpty ? 0 : 1) }
    package var better: Int {
        count(.better) + leaks.count { !$0.isWorse } + (failures.fixed.isEmpty ? 0 : 1)
    }

    package var outcome: Outcome {
        if worse > 0 { return .regression }
        if !failures.broken.isEmpty { return .failedJobs }
        // Build times of rounds that built nothing show neither that nothing got worse nor that something got better.
        if !cachedRounds.isEmpty { return .cannotTell }
        if findings.contains(where: \.looksWorse) { return .cannotTell }
        if better > 0 { return .improvement }
        return isTold ? .unchanged : .cannotTell
    }

    /// Whether of each repository the time of whole jobs is known, or else that of all their parts.
    private var isTold: Bool {
        Dictionary(grouping: findings.filter(\.isTimed)) { [$0.scenario, $0.fixture] }.values.allSatisfy { times in
            let untold = times.filter { $0.verdict == .cannotTell }.map(\.metric.id)
            let knowsWhole = times.contains { $0.metric.id == "wall_s" } && !untold.contains("wall_s")
            return knowsWhole || untold.allSatisfy { $0 == "wall_s" && times.count > 1 }
        }
    }

    /// The largest of the smallest shifts of times that would have been seen, as a share; nil where none is known.
    package var smallestVisible: Double? {
        let visible = findings.filter(\.isTimed).map { finding in
            finding.smallestVisible.map { max($0, finding.threshold) }
        }
        return visible.contains { $0 == nil } ? nil : visible.compactMap(\.self).max()
    }
}

extension Night {
    /// Compares two runs.
    /// - Throws: `ResultsError`.
    /// - Parameter wanted: which metrics are compared.
    package static func compare(
        _ base: LocatedRun, _ candidate: LocatedRun, terms: ComparisonTerms = ComparisonTerms(),
        countsOnly: Bool = false, wanted: (Metric) -> Bool = { _ in true }
    ) throws -> Night {
        let before = try NightJob.read(base.database, run: base.run.id)
        let now = try NightJob.read(candidate.database, run: candidate.run.id)
        // Where nobody looked, nothing was left: that is no figure to compare with.
        let wasAudited = try base.database.audits(run: base.run.id).contains { $0.record.stage == .job }
        let unattributed = UnattributedLeaks.changes(
            from: try UnattributedLeaks.read(base.database, run: base.run),
            to: try UnattributedLeaks.read(candidate.database, run: candidate.run))
        return make(
            base.run, before, candidate.run, now, baseWasAudited: wasAudited, unattributed: unattributed, terms: terms,
            countsOnly: countsOnly, wanted: wanted)
    }

    static func make(
        _ base: RunSummary, _ before: [NightJob], _ candidate: RunSummary, _ now: [NightJob],
        baseWasAudited: Bool = true, unattributed: [LeakChange] = [], terms: ComparisonTerms = ComparisonTerms(),
        countsOnly: Bool = false, wanted: (Metric) -> Bool = { _ in true }, showsPower: Bool = true
    ) -> Night {
        let rounds = candidate.record.against == base.id ? JobPair.rounds(of: now) : []
        let same = JobPair.revisions(before, now)
        let paired = Set(same.map { PairKey($0.candidate) })
        // Of a revision without a counterpart only failures and the time since when are looked at.
        let alone = now.filter { $0.side == nil && !paired.contains(PairKey($0)) }
        let family = FindingFamily(terms: terms, metrics: NightJob.metrics.filter(wanted), showsPower: showsPower)
        let ofRounds = family.findings(rounds, times: !countsOnly)
        // The same revisions on two nights: times differ by the machine's drift, counts do not.
        let ofNights = family.findings(same, times: !countsOnly && rounds.isEmpty)
        let findings = Self.merged(ofRounds, ofNights)
        let failures = FailureChanges(rounds + same, alone: alone, level: terms.level)
        let leaks = LeakChange.all(of: rounds + (baseWasAudited ? same : [])) + unattributed
        let searches = Self.searches(base, candidate, rounds.isEmpty ? same : rounds, now)
        var culprits = searches.flatMap { $0.culprits(of: findings) }
        for leak in leaks where leak.isWorse {
            let own = searches.filter { $0.scenario == leak.scenario && [nil, $0.fixture].contains(leak.fixture) }
            if let culprit = leak.fixture == nil ? .unattributed(leak, own) : own.first?.culprit(leak) {
                culprits.append(culprit)
            }
        }
        for search in searches {
            let own = failures.new.filter { job in
                job.job.cell.fixture == search.fixture && job.job.cell.scenario == search.scenario
            }
            if let culprit = search.culprit(own) { culprits.insert(culprit, at: 0) }
        }
        var likeness = Likeness(base, candidate, countsOnly: countsOnly)
        let note = countsOnly ? nil : JobPair.clockNote(rounds.isEmpty ? same : rounds, metrics: family.metrics)
        if let note { likeness.cautions.append(note) }
        return Night(
            base: base, candidate: candidate, terms: terms, likeness: likeness, hasRounds: !rounds.isEmpty,
            findings: findings, failures: failures, leaks: leaks, culprits: culprits,
            pairs: rounds.isEmpty ? same.count : rounds.count { !$0.isWarmup },
            cachedRounds: CachedRounds.all(of: rounds), drift: drift(same))
    }

    /// One finding for each metric of each fixture: a change where either saw one.
    private static func merged(_ rounds: [Finding], _ nights: [Finding]) -> [Finding] {
        var merged = rounds
        for finding in nights {
            let place = merged.firstIndex {
                $0.metric.id == finding.metric.id && $0.fixture == finding.fixture && $0.scenario == finding.scenario
            }
            guard let place else {
                merged.append(finding)
                continue
            }
            if finding.verdict == .worse || (finding.verdict == .better && merged[place].verdict == .unchanged) {
                merged[place] = finding
            }
        }
        return merged
    }

    private static func searches(
        _ base: RunSummary, _ candidate: RunSummary, _ pairs: [JobPair], _ jobs: [NightJob]
    ) -> [CulpritSearch] {
        func sources(_ run: RunSummary, _ scenario: String) -> [ResolvedSource] {
            run.record.scenarios.first { $0.name == scenario }?.sources ?? []
        }
        let fixtures = Set(jobs.map { [$0.job.cell.scenario, $0.job.cell.fixture] })
        return fixtures.sorted { $0.lexicographicallyPrecedes($1) }.map { key in
            CulpritSearch(
                key[1], of: key[0], pairs, sources(base, key[0]).first { $0.fixture == key[1] },
                sources(candidate, key[0]).first { $0.fixture == key[1] }, jobs)
        }
    }

    private static func drift(_ same: [JobPair]) -> Double? {
        let ratios = same.filter { !$0.isWarmup && $0.haveSucceeded }.compactMap { pair in
            pair.base.job.wall.flatMap { base in pair.candidate.job.wall.map { $0 / base } }
        }
        return ratios.count < 5 ? nil : median(ratios) - 1
    }
}
