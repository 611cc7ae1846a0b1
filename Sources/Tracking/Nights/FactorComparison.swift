import Model
import Store

/// The choices of one factor in one run: each value against the first, by jobs that differ in nothing else.
package struct FactorComparison: Sendable {
    /// A value of the factor, held against the base.
    package struct Choice: Sendable {
        package let value: String
        package let findings: [Finding]
        /// What the jobs of the pairs left behind.
        package let leaks: [LeakChange]
        /// How many pairs there are, warm-ups left out.
        package let pairs: Int
        /// In how many of them the job failed and should not have.
        package let failed: (base: Int, candidate: Int)

        package func count(_ verdict: Finding.Verdict) -> Int { findings.count { $0.verdict == verdict } }
    }

    package let run: RunSummary
    package let factor: String
    /// The value that the others are held against.
    package let base: String
    /// In the order of the scenario; at least one.
    package let choices: [Choice]
    /// Values whose jobs have no counterpart.
    package let unpaired: [String]
    /// What is not compared, and why, in sentences.
    package let cautions: [String]
    /// The level is shared evenly by the choices.
    package let terms: ComparisonTerms
}

extension FactorComparison {
    /// Compares the jobs of a run.
    /// - Parameter wanted: which metrics are compared.
    /// - Throws: `TrackingError`: `unknownFactor`, `factorNotVaried`, `unknownMetric`; `nothingInCommon` where no two
    ///   jobs are a pair. `ResultsError`.
    package static func compare(
        _ located: LocatedRun, by factor: String, terms: ComparisonTerms = ComparisonTerms(),
        wanted: (Metric) -> Bool = { _ in true }
    ) throws -> FactorComparison {
        let jobs = try NightJob.read(located.database, run: located.run.id, steps: false)
        return try make(located.run, jobs, by: factor, terms: terms, wanted: wanted)
    }

    static func make(
        _ run: RunSummary, _ jobs: [NightJob], by factor: String, terms: ComparisonTerms = ComparisonTerms(),
        wanted: (Metric) -> Bool = { _ in true }
    ) throws(TrackingError) -> FactorComparison {
        let metrics = NightJob.metrics.filter(wanted)
        guard !metrics.isEmpty else {
            let known = NightJob.metrics.map(\.id).joined(separator: ", ")
            throw TrackingError(.unknownMetric, "--by compares none of the metrics that were asked for, only \(known)")
        }
        // Rounds hold two states of the repository against each other, not two choices.
        let jobs = jobs.filter { $0.side == nil }
        let values = try FactorValues(of: factor, in: jobs, of: run)
        let groups = Dictionary(grouping: jobs) { values.value($0) }
        let base = values.ordered[0]
        let counterparts = Dictionary((groups[base] ?? []).map { (values.key($0), $0) }) { first, _ in first }
        var shared = terms
        shared.level = terms.level / Double(values.ordered.count - 1)
        let family = FindingFamily(terms: shared, metrics: metrics)
        var cautions: [String] = []
        let choices = values.ordered.dropFirst().map { value in
            let pairs = (groups[value] ?? []).compactMap { job in
                counterparts[values.key(job)].map { JobPair(base: $0, candidate: job) }
            }.filter { !$0.isWarmup }
            if let note = JobPair.clockNote(pairs, metrics: metrics) { cautions.append("\(value): \(note)") }
            return Choice(
                value: value, findings: family.findings(pairs), leaks: LeakChange.all(of: pairs), pairs: pairs.count,
                failed: (pairs.count { $0.base.hasFailed }, pairs.count { $0.candidate.hasFailed }))
        }
        let paired = choices.filter { $0.pairs > 0 }
        guard !paired.isEmpty else {
            throw TrackingError(
                .nothingInCommon,
                "no two jobs differ only in \(factor): those of other values than \(base) built other revisions, or "
                    + "differ in other factors too")
        }
        return FactorComparison(
            run: run, factor: factor, base: base, choices: paired,
            unpaired: choices.filter { $0.pairs == 0 }.map(\.value), cautions: cautions, terms: terms)
    }
}
