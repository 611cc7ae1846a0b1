import Foundation
import Questions

/// A comparison of a factor's values as Markdown: first what each choice changes, then each figure.
package struct FactorReport: Sendable {
    let comparison: FactorComparison
    /// How the user named the run.
    let name: String

    package init(_ comparison: FactorComparison, run name: String) { (self.comparison, self.name) = (comparison, name) }

    package var markdown: String {
        let head = "# Comparison by \(comparison.factor): \(title)\n\n" + summaries.joined(separator: "\n\n")
        let sections = comparison.choices.flatMap(sections)
        return ([head] + sections + [circumstances, rule]).joined(separator: "\n\n") + "\n"
    }

    /// The result of each choice, on one line.
    package var headline: String {
        "\(comparison.factor): " + summaries.joined(separator: " ").replacing("**", with: "")
    }

    private var title: String {
        let others = comparison.choices.map { Markdown.escaped($0.value) }.joined(separator: ", ")
        return "\(others) against \(Markdown.escaped(comparison.base))"
    }

    private func against(_ choice: FactorComparison.Choice) -> String {
        "\(Markdown.escaped(choice.value)) against \(Markdown.escaped(comparison.base))"
    }

    private var summaries: [String] {
        comparison.choices.map { choice in
            let threshold = Words.percent(comparison.terms.timedThreshold)
            var words =
                "**\(against(choice)): \(Words.count(choice.count(.better), "figure", "figures")) better, "
                + "\(choice.count(.worse)) worse**, \(choice.count(.unchanged)) unchanged (times within ±\(threshold)), "
                + "\(choice.count(.cannotTell)) cannot be told, by \(Words.count(choice.pairs, "pair", "pairs")) of jobs."
            words += choice.findings.filter { $0.metric.id == "wall_s" }.compactMap(whole).joined()
            let doubtful = choice.findings.filter { $0.verdict == .cannotTell }
            if let needed = doubtful.compactMap(\.pairsNeeded).max() {
                words +=
                    " To see \(threshold) in each, it takes \(needed) pairs in each configuration, or a quieter hour."
            }
            if choice.failed.base + choice.failed.candidate > 0 {
                words +=
                    " \(Words.count(choice.failed.candidate, "job", "jobs")) failed instead of \(choice.failed.base)."
            }
            return words
        }
    }

    /// How long the whole job takes, where that is known.
    private func whole(_ finding: Finding) -> String? {
        guard finding.verdict == .better || finding.verdict == .worse else { return nil }
        return
            " The whole job of \(Markdown.escaped(finding.fixture)) takes \(Words.seconds(finding.candidate)) instead of "
            + "\(Words.seconds(finding.base)) (\(ComparisonWords.share(finding.relative)))."
    }

    private func sections(_ choice: FactorComparison.Choice) -> [String] {
        let titles: [(Finding.Verdict, String)] = [
            (.better, "better"), (.worse, "worse"), (.cannotTell, "cannot be told"), (.unchanged, "unchanged"),
        ]
        var sections = titles.compactMap { verdict, title -> String? in
            let findings = choice.findings.filter { $0.verdict == verdict }
            guard !findings.isEmpty else { return nil }
            let table = FindingTable(
                findings, of: choice.findings, base: comparison.base, candidate: choice.value
            ).table
            return "## \(against(choice)): \(title)\n\n\(table.markdown)"
        }
        if !choice.leaks.isEmpty {
            let table = Table(choice.leaks) {
                Column("kind") { Markdown.escaped($0.kind.replacing("_", with: " ")) }
                Column("jobs of") { Markdown.escaped($0.owner) }
                Column(comparison.base, .right) { "\($0.base)" }
                Column(choice.value, .right) { "\($0.candidate)" }
            }
            sections.append("## \(against(choice)): what jobs left behind\n\n\(table.markdown)")
        }
        return sections
    }

    private var circumstances: String {
        let run = comparison.run
        var lines = [
            "- run: \(Markdown.escaped(name)), \(Markdown.code(run.id.uuidString)) of "
                + "\(run.record.startedAt.formatted(.iso8601)), \(run.jobs) jobs"
        ]
        if run.endReason != "finished" { lines.append("- note: the run did not finish") }
        if let reason = run.excluded { lines.append("- note: the run is excluded: \(Markdown.escaped(reason))") }
        if !comparison.unpaired.isEmpty {
            let values = comparison.unpaired.map { Markdown.escaped($0) }.joined(separator: ", ")
            lines.append("- note: no job of these values has a counterpart: \(values)")
        }
        lines += comparison.cautions.map { "- note: " + Markdown.escaped($0) }
        return "## The run\n\n" + lines.joined(separator: "\n")
    }

    private var rule: String {
        let terms = comparison.terms
        let shared =
            comparison.choices.count > 1
            ? " The \(comparison.choices.count) choices share this level evenly." : ""
        return """
            ## The rule

            Jobs of this run that differ only in \(Markdown.code(comparison.factor)) are pairs: the same fixture, revision, class of
            change and purpose, and the same other factors. Rounds and warm-ups are left out. Each value is compared with the first of the
            scenario. Times are tested by Wilcoxon's signed-rank test over all pairs, with the other factors as strata. Holm's method
            corrects for all tests, so that like values differ by chance with a probability of at most \(Words.percent(terms.level)).\(shared)
            A time is better or worse if it moved beyond chance and by \(Words.percent(terms.timedThreshold)) or more. Hits, misses, bytes and
            leaks are not tested: any change of them is certain. Bytes must move by 1 MiB and \(Words.percent(terms.countedThreshold)).
            This is a comparison of choices, and no regression: its exit status is 0.
            """
    }
}
