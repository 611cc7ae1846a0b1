import Foundation
import Publishing
import Questions
import Store

/// A comparison of two runs as Markdown: first the overall result, then what moved, then the rest as counts.
package struct ComparisonReport: Sendable {
    let comparison: Comparison
    let base: String
    let candidate: String
    /// The result of measuring again what looked worse; nil where nothing was measured again.
    let confirmation: Confirmation?

    /// A report on a comparison.
    ///
    /// - Parameters:
    ///   - base: how the user named the base.
    ///   - candidate: how the user named the candidate.
    package init(_ comparison: Comparison, base: String, candidate: String, confirmation: Confirmation? = nil) {
        self.comparison = comparison
        self.base = base
        self.candidate = candidate
        self.confirmation = confirmation
    }

    package var markdown: String {
        let sections: [String?] = [
            head, unlikeness, confirmation.map(ConfirmationSection.init)?.text,
            moved("What got worse", comparison.worse), moved("What got better", comparison.better),
            moved("What moved and is not judged", comparison.unjudged),
            ComparisonRestSection(comparison: comparison).text, circumstances,
            ComparisonRuleSection(comparison: comparison).text,
        ]
        return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
    }

    /// The overall result, on one line.
    package var headline: String { "\(title): " + verdict.replacing("**", with: "") }

    private var head: String {
        """
        # Comparison: \(title)

        \(verdict)
        """
    }

    private var title: String {
        switch confirmation?.outcome(of: comparison) ?? comparison.outcome {
        case .failedJobs: "more jobs failed"
        case .regression: "worse"
        case .improvement: "better"
        case .unchanged: "nothing got worse"
        }
    }

    private var verdict: String {
        let worse = comparison.count(.worse)
        let better = comparison.count(.better)
        let failed = comparison.failedMore
        var words =
            "**\(Words.count(worse, "series", "series")) got worse and \(better) better**, of "
            + "\(comparison.series.count) that \(Markdown.escaped(candidate)) has in common with \(Markdown.escaped(base)). "
        if failed > 0 {
            words = "**\(failed) more \(failed == 1 ? "job" : "jobs") failed that should not have.** " + words
        }
        if let worst = comparison.worse.first {
            words +=
                "The most: \(ComparisonWords.metric(worst.metric)) of \(ComparisonWords.jobs(worst.key)), "
                + "\(ComparisonWords.share(worst.relative)) (\(ComparisonWords.shift(worst.shift, worst.metric))). "
        }
        words +=
            "\(comparison.count(.same)) did not move by as much as counts; of \(comparison.count(.undecided)) that "
            + "cannot be told."
        if !comparison.unjudged.isEmpty {
            words +=
                " \(comparison.unjudged.count) moved, or may have moved, where neither more nor less is better: they decide nothing."
        }
        if let confirmation {
            let again = confirmation.confirmed.count
            let verb = again == 1 ? "is" : "are"
            words += " **Measured again, \(again) of what got worse \(verb) worse again**; only that counts."
        }
        return words
    }

    /// Stands at the top, because it changes how the rest is to be read.
    private var unlikeness: String? {
        guard !comparison.likeness.isLike else { return nil }
        var table = Table(("of", .left), ("fact", .left), ("base", .left), ("candidate", .left))
        for difference in comparison.likeness.differences {
            table.add(
                difference.area, Markdown.code(difference.name), Markdown.escaped(difference.base ?? Words.absent),
                Markdown.escaped(difference.candidate ?? Words.absent))
        }
        return """
            **The runs are not like each other, and were compared all the same because that was asked for (`--unlike`):** any of these
            may be why something moved.

            \(table.markdown)
            """
    }

    private func moved(_ title: String, _ series: [SeriesComparison]) -> String? {
        guard !series.isEmpty else { return nil }
        var table = Table(
            ("metric", .left), ("jobs", .left), ("base", .right), ("candidate", .right), ("shift", .right),
            ("of the base", .right), ("interval", .right), ("counts from", .right), ("p", .right), ("size", .left),
            ("n", .right))
        for one in series {
            table.add([
                ComparisonWords.metric(one.metric), ComparisonWords.jobs(one.key),
                ComparisonWords.value(one.base, one.metric), ComparisonWords.value(one.candidate, one.metric),
                ComparisonWords.shift(one.shift, one.metric), ComparisonWords.share(one.relative),
                ComparisonWords.interval(one), ComparisonWords.threshold(one),
                one.isExact ? "exact" : Words.probability(one.adjusted), one.magnitude?.rawValue ?? Words.absent,
                "\(one.baseCount), \(one.candidateCount)",
            ])
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
