import Foundation
import Questions

/// A comparison of two runs as Markdown: first the overall result, then what moved, then the rest as counts.
package struct ComparisonReport: Sendable {
    let comparison: Comparison
    /// How the user named them.
    let base, candidate: String
    /// The result of measuring again what looked worse; nil where nothing was measured again.
    let confirmation: Confirmation?

    package init(_ comparison: Comparison, base: String, candidate: String, confirmation: Confirmation? = nil) {
        (self.comparison, self.base, self.candidate) = (comparison, base, candidate)
        self.confirmation = confirmation
    }

    package var markdown: String {
        let sections: [String?] = [
            "# Comparison: \(title)\n\n\(culprits)\(verdict)", unlikeness, confirmation.map(measuredAgain), primary,
            moved("What got worse", comparison.worse), moved("What got better", comparison.better),
            moved("What moved and is not judged", comparison.unjudged), rest, circumstances, rule,
        ]
        return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
    }

    package var headline: String { "\(title): " + verdict.replacing("**", with: "") }

    private var title: String {
        switch confirmation?.outcome(of: comparison) ?? comparison.outcome {
        case .failedJobs: "measurements failed"
        case .regression: "worse"
        case .improvement: "better"
        case .unchanged: "nothing got worse"
        }
    }

    private var night: NightReport? {
        comparison.primary.map { NightReport($0, base: base, candidate: candidate) }
    }

    /// What made the figures worse that matter most, before any count.
    private var culprits: String { night?.culprits.map { $0 + "\n\n" }.joined() ?? "" }

    /// The figures that matter most, by pairs of jobs of the same revision.
    private var primary: String? {
        guard let night, comparison.primary?.findings.isEmpty == false else { return nil }
        return "**The figures that matter most, by jobs of the same revision:** \(night.counts)\n\n"
            + night.sections.joined(separator: "\n\n").replacing("## What", with: "## First: what")
    }

    private var verdict: String {
        let failed = comparison.failedMore
        var words =
            "**\(comparison.count(.worse)) series got worse and \(comparison.count(.better)) better**, of "
            + "\(comparison.series.count) that \(Markdown.escaped(candidate)) has in common with \(Markdown.escaped(base)). "
        if failed > 0 {
            words = "**\(failed) more \(failed == 1 ? "job" : "jobs") failed that should not have.** " + words
        }
        if let worst = comparison.worse.first {
            words +=
                "The worst: \(ComparisonWords.metric(worst.metric)) of \(ComparisonWords.jobs(worst.key)), "
                + "\(ComparisonWords.share(worst.relative)) (\(ComparisonWords.shift(worst.shift, worst.metric))). "
        }
        words +=
            "\(comparison.count(.same)) did not move enough to count; \(comparison.count(.undecided)) are undecided."
        if !comparison.unjudged.isEmpty {
            words +=
                " \(comparison.unjudged.count) moved, or may have moved, where neither more nor less is better. They decide nothing."
        }
        if let again = confirmation?.confirmed.count {
            words +=
                " **Measured again, \(again) of what got worse \(again == 1 ? "is" : "are") worse again**. Only that counts."
        }
        return words
    }

    /// Stands at the top, because it changes how the rest is to be read.
    private var unlikeness: String? {
        guard !comparison.likeness.isLike else { return nil }
        let table = Table(comparison.likeness.differences) {
            Column("of") { $0.area }
            Column("fact") { Markdown.code($0.name) }
            Column("base") { Markdown.escaped($0.base ?? Words.absent) }
            Column("candidate") { Markdown.escaped($0.candidate ?? Words.absent) }
        }
        return """
            **The runs are not like each other, and were compared only because of `--unlike`.** Any of these differences may be why
            something moved.

            \(table.markdown)
            """
    }

    private func moved(_ title: String, _ series: [SeriesComparison]) -> String? {
        guard !series.isEmpty else { return nil }
        let table = Table(series) {
            Column("metric") { ComparisonWords.metric($0.metric) }
            Column("jobs") { ComparisonWords.jobs($0.key) }
            Column("base", .right) { ComparisonWords.value($0.base, $0.metric) }
            Column("candidate", .right) { ComparisonWords.value($0.candidate, $0.metric) }
            Column("shift", .right) { ComparisonWords.shift($0.shift, $0.metric) }
            Column("relative shift", .right) { ComparisonWords.share($0.relative) }
            Column("interval", .right) { ComparisonWords.interval($0) }
            Column("threshold", .right) { ComparisonWords.threshold($0) }
            Column("p", .right) { $0.isExact ? "exact" : Words.probability($0.adjusted) }
            Column("size") { $0.magnitude?.rawValue ?? Words.absent }
            Column("n", .right) { "\($0.baseCount), \($0.candidateCount)" }
        }
        return "## \(title)\n\n\(table.markdown)"
    }

    private var circumstances: String {
        let runs = [("base", comparison.base), ("candidate", comparison.candidate)].map { name, run in
            let started = run.record.startedAt.formatted(.iso8601)
            let engine = run.record.fingerprint.engine["version"] ?? "unknown"
            return "- \(name): run \(Markdown.code(run.id.uuidString)) of \(started), \(run.jobs) jobs "
                + "(\(run.warmups) only to warm up), engine \(Markdown.escaped(engine)), "
                + "Plimsoll \(Markdown.escaped(run.record.toolVersion))"
        }
        let cautions = comparison.likeness.cautions.map { "- note: " + Markdown.escaped($0) }
        return "## The runs\n\n" + (runs + cautions).joined(separator: "\n")
    }
}
