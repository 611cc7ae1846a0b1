import Foundation
import Model
import Questions

/// A night as Markdown: its result and what caused it in the first lines, then each figure.
package struct NightReport: Sendable {
    let night: Night
    /// How the user named them.
    let base, candidate: String
    /// What looked worse, where the night measured it again; nil where it did not.
    let first: Night?

    package init(_ night: Night, base: String, candidate: String, first: Night? = nil) {
        (self.night, self.base, self.candidate, self.first) = (night, base, candidate, first)
    }

    package var markdown: String {
        ([head] + sections + [circumstances, rule]).joined(separator: "\n\n") + "\n"
    }

    /// The result in one line.
    package var headline: String { "\(word): \(cause ?? counts)" }

    private var head: String {
        var lines = ["# Comparison: \(word)"]
        // The third line says what moved, the fifth how many: whoever reads five lines has both.
        lines +=
            culprits.isEmpty && night.worse == 0
            ? [doubt ?? "**No figure got worse, as far as can be told.**"] : culprits.prefix(1)
        lines.append(counts)
        if !night.cachedRounds.isEmpty { lines.append(cached) }
        if let first {
            lines.append(
                "This was measured again, because \(Words.count(first.worse, "figure", "figures")) looked worse. Only the "
                    + "second measurement counts.")
        }
        lines += culprits.dropFirst()
        return lines.joined(separator: "\n\n")
    }

    /// What looks worse, where nothing is surely worse; nil: nothing does.
    private var doubt: String? {
        let doubts = night.findings.filter(\.looksWorse).map { finding in
            "\(Markdown.escaped(Words.fixture(finding.fixture))) \(ComparisonWords.metric(finding.metric)) \(finding.amount)"
        }
        return doubts.isEmpty ? nil : "**Perhaps worse, but too uncertain to say: \(doubts.joined(separator: "; ")).**"
    }

    /// A sentence for each culprit, the first in bold.
    var culprits: [String] {
        night.culprits.enumerated().map { index, culprit in
            let sentence = "\(Markdown.escaped(culprit.subject)): \(culprit.sentence), \(culprit.origin)."
            return index == 0 ? "**\(sentence)**" : "Also \(sentence)"
        }
    }

    private var cause: String? { night.culprits.first.map { "\($0.subject): \($0.sentence), \($0.origin)" } }

    private var word: String {
        switch night.outcome {
        case .regression: "worse"
        case .failedJobs: "measurements failed"
        case .improvement: "better"
        case .unchanged: "nothing got worse"
        case .cannotTell: "cannot tell"
        }
    }

    /// How many figures moved, and what could not have been seen.
    package var counts: String {
        let threshold = Words.percent(night.terms.timedThreshold)
        var words =
            "\(Words.count(night.worse, "figure", "figures")) worse, \(night.better) better, "
            + "\(night.count(.unchanged)) unchanged (times within ±\(threshold)), \(night.count(.cannotTell)) cannot be told."
        if let visible = night.smallestVisible {
            words += " The smallest change of a time that was sure to be seen: \(Words.percent(visible))."
        }
        let doubtful = night.findings.filter { $0.verdict == .cannotTell }
        if !night.cachedRounds.isEmpty {
            words += " Rounds came from the cache: of builds nothing can be told."
        } else if let needed = doubtful.compactMap(\.pairsNeeded).max() {
            words +=
                " To see \(threshold) in each of these, it takes \(needed) rounds (`--rounds \(needed)`), or a quieter hour."
        } else if doubtful.contains(where: { $0.smallestVisible == nil }) {
            words += " There are too few rounds to tell."
        } else if !doubtful.isEmpty {
            words += " The machine was too noisy: measure at a quieter hour."
        }
        if !night.failures.known.isEmpty {
            words += " \(Words.count(night.failures.known.count, "job", "jobs")) failed as in the baseline."
        }
        if !night.failures.expected.isEmpty {
            words += " \(Words.count(night.failures.expected.count, "job", "jobs")) failed as expected."
        }
        if !night.failures.broken.isEmpty {
            words += " \(Words.count(night.failures.broken.count, "job", "jobs")) could not be measured."
        }
        return words
    }

    /// Which rounds measured the cache only, and what to do.
    private var cached: String {
        let jobs = night.cachedRounds.map { rounds in
            let side = rounds.sides == [.reference] ? ", baseline" : rounds.sides == [.candidate] ? ", today" : ""
            return "\(Markdown.escaped(rounds.fixture)) (\(Words.configuration(rounds.configuration))\(side))"
        }
        return """
            **Rounds came from the cache:** \(jobs.joined(separator: "; ")). No build step was executed: build times and hits say nothing. \
            No `COPY` takes `plimsoll-round.txt`, or `.dockerignore` leaves it out: the run's first warnings say which.
            """
    }

    /// The figures, by verdict.
    var sections: [String] {
        let titles: [(Finding.Verdict, String)] = [
            (.worse, "What got worse"), (.better, "What got better"), (.cannotTell, "What cannot be told"),
            (.unchanged, "What did not change"),
        ]
        var sections = titles.compactMap { verdict, title -> String? in
            let findings = night.findings.filter { $0.verdict == verdict }
            return findings.isEmpty
                ? nil : "## \(title)\n\n\(FindingTable(findings, of: night.findings).table.markdown)"
        }
        if !night.leaks.isEmpty { sections.insert("## What jobs left behind\n\n\(leaks.markdown)", at: 0) }
        if !night.failures.new.isEmpty { sections.insert("## Jobs that fail now\n\n\(failures.markdown)", at: 0) }
        return sections
    }

    private var leaks: Table {
        Table(night.leaks) {
            Column("kind") { Markdown.escaped($0.kind.replacing("_", with: " ")) }
            Column("jobs of") { Markdown.escaped($0.owner) }
            Column("base", .right) { "\($0.base)" }
            Column("candidate", .right) { "\($0.candidate)" }
        }
    }

    private var failures: Table {
        Table(night.failures.new.prefix(20)) {
            Column("fixture") { Markdown.escaped($0.job.cell.fixture) }
            Column("builds with") { Words.configuration($0.configuration) }
            Column("revision") { Markdown.code(String($0.revision.prefix(12))) }
            Column("result") { Words.outcome($0.job.outcome) }
            Column("message") { Markdown.escaped(String(($0.job.failure?.message ?? "").prefix(80))) }
        }
    }

    private var circumstances: String {
        var lines = [("base", base, night.base), ("candidate", candidate, night.candidate)].map { side, name, run in
            "- \(side): \(Markdown.escaped(name)), run \(Markdown.code(run.id.uuidString)) of "
                + "\(run.record.startedAt.formatted(.iso8601)), \(run.jobs) jobs"
        }
        if let drift = night.drift {
            lines.append(
                "- jobs of the same revisions took \(Words.percent(abs(drift))) \(drift < 0 ? "less" : "more") time than in the "
                    + "base's run (median)"
                    + (night.hasRounds ? ": that is the machine, and is in both sides of each round" : ""))
        }
        lines += night.likeness.differences.map {
            "- differs: \($0.area) \(Markdown.code($0.name)): \(Markdown.escaped($0.base ?? "-")), "
                + Markdown.escaped($0.candidate ?? "-")
        }
        lines += night.likeness.cautions.map { "- note: " + Markdown.escaped($0) }
        return "## The runs\n\n" + lines.joined(separator: "\n")
    }

    private var rule: String {
        let terms = night.terms
        return """
            ## The rule

            \(night.hasRounds ? rounds : revisions) Times are tested first and together: for each fixture `wall_s`, `build_s`,
            `command_s` and `overhead_s`, each by Wilcoxon's signed-rank test over all its pairs, with the builders and other factors
            as strata. What only one builder shows is looked for by itself. Holm's method corrects for all tests, so that two like nights alarm with a probability of at most
            \(Words.percent(terms.level)). A time is worse if it moved beyond chance and by \(Words.percent(terms.timedThreshold)) or more.
            Its change is the median over the pairs, not the difference of the two medians. Times below 10 ms count as 10 ms.
            Hits, misses, bytes, leaks and failures are not tested: any change of them is certain. Bytes must move by 1 MiB and
            \(Words.percent(terms.countedThreshold)).
            """
    }

    private var rounds: String {
        "The baseline's last revision and today's were built in turn, on one engine. What slows both is the machine."
    }

    private var revisions: String {
        "Jobs of the same revision, class and configuration are pairs. A slower machine looks like slower code here."
    }
}
