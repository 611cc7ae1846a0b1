import Foundation
import Questions

/// A self-check as Markdown that is readable as plain text too: first the overall result, then where nothing differed,
/// what was planted, and how much figures vary.
package struct SelfCheckReport: Sendable {
    let check: SelfCheck

    package init(_ check: SelfCheck) { self.check = check }

    package var markdown: String { [head, sameness, planted, noise, circumstances].joined(separator: "\n\n") + "\n" }

    package var headline: String { verdict.replacing("**", with: "") }

    private var head: String {
        """
        # Self-check: \(check.holds ? "comparisons on this host hold" : "comparisons on this host do not hold")

        \(verdict)

        The rule, fixed beforehand: comparisons hold where all of this is true. Nothing is found between jobs that do not differ. False
        alarms are no more frequent than \(Words.percent(check.terms.level)) (as exactly as they were counted). Every planted regression
        is found by a metric that it changes itself. Everything is judged by the code and the terms of `plimsoll compare`.
        """
    }

    private var verdict: String {
        let same = check.sameness
        let found = same.comparison.outcome == .unchanged ? "nothing" : "something"
        return "**Between jobs that do not differ, \(found) was found. \(Words.percent(same.rate)) of \(same.splits) "
            + "random comparisons were false alarms. \(check.planted.count(where: \.isCaught)) of "
            + "\(check.planted.count) planted regressions were caught, "
            + "\(check.planted.count(where: \.isNamedRightly)) of them named rightly.**"
    }

    private var circumstances: String {
        let run = check.run
        let engine = run.record.fingerprint.engine["version"] ?? "unknown"
        var lines = [
            "- run \(Markdown.code(run.id.uuidString)) of \(run.record.startedAt.formatted(.iso8601)), \(run.jobs) jobs "
                + "(\(run.warmups) only to warm up), seed \(run.record.seed), engine \(Markdown.escaped(engine)), Plimsoll "
                + "\(Markdown.escaped(run.record.toolVersion)) (\(Markdown.escaped(run.record.toolCommit)))"
        ]
        if run.endReason != "finished" {
            lines.append("- note: the run did not finish, so its parts may have different numbers of jobs")
        }
        if run.failures > 0 {
            lines.append(
                "- note: \(Words.count(run.failures, "job", "jobs")) did not succeed, and nothing planted explains it")
        }
        for (kind, count) in check.unattributed.sorted(by: { $0.key < $1.key }) {
            lines.append("- note: \(count) left behind (\(Markdown.escaped(kind))) by unknown jobs")
        }
        return "## The run\n\n" + lines.joined(separator: "\n")
    }
}

extension SelfCheckReport {
    private var sameness: String {
        let check = check.sameness
        return """
            ## Where nothing differs

            The same jobs ran under two names, in turn. \(between) All jobs were then split again at random into two sides of the same \
            sizes, \(check.splits) times. \(check.alarms) of these comparisons found something: \(Words.percent(check.rate)) \
            (\(Words.percent(check.interval.low)) to \(Words.percent(check.interval.high)), as exactly as so many splits show). At most \
            \(Words.percent(check.comparison.terms.level)) is wanted, over all series of a comparison together. \
            \(check.holds ? "It holds." : "**It does not hold.**")
            """
    }

    private var between: String {
        let comparison = check.sameness.comparison
        let moved = comparison.worse + comparison.better
        let series = "\(comparison.series.count) series, \(comparison.tests) of them tested"
        guard !moved.isEmpty else { return "Between the names nothing was found (\(series))." }
        let names = moved.map { one in
            "\(ComparisonWords.metric(one.metric)) of \(ComparisonWords.jobs(one.key)), \(ComparisonWords.amount(one))"
        }
        return
            "**Between the names this was found (\(series)): \(names.joined(separator: "; ")).** By chance alone that happens once "
            + "in \(Int((1 / comparison.terms.level).rounded())) self-checks. Run it again before you look for a cause."
    }

    /// How much each series varies where nothing differs, and what change could be detected.
    private var noise: String {
        let table = Table(check.noise) {
            Column("metric") { ComparisonWords.metric($0.metric) }
            Column("jobs") { ComparisonWords.jobs($0.key) }
            Column("median", .right) { ComparisonWords.value($0.median, $0.metric) }
            Column("varies by", .right) { $0.isConstant ? "nothing" : Words.percent($0.deviation) }
            Column("n per side", .right) { "\($0.count)" }
            Column("smallest change beyond chance", .right) {
                shown($0, constant: "any", $0.smallest.map { Words.percent($0) } ?? "none with so few")
            }
            Column("n for 10 %", .right) { shown($0, constant: "2", jobs($0.jobsForTenPercent)) }
            Column("n for 5 %", .right) { shown($0, constant: "2", jobs($0.jobsForFivePercent)) }
        }
        let terms = check.terms
        return """
            ## How much figures vary where nothing differs

            Jobs of both names together. *Varies by*: the standard deviation from job to job as a share of the median. It is estimated by
            the median distance from the median, which single outliers do not move. *Smallest change beyond chance*: what n jobs per side
            show 95 times of 100. The level is what the correction for \(Words.count(check.sameness.comparison.tests, "test", "tests"))
            leaves to one test. *n for 10 %* and *5 %*: how many jobs per side show that. Both come from a simulation of these jobs, and
            hold while the host is as quiet as it was. To count as a regression, a change beyond chance must also reach a threshold. It is
            \(Words.percent(terms.timedThreshold)) of the median for times (and \(Words.milliseconds(terms.leastSeconds))),
            \(Words.percent(terms.countedThreshold)) for counts, or what a history of runs gives. A change of just that much counts only
            every second time. Counts that are the same in all jobs show any change; others are tested, but not simulated.

            \(table.markdown)
            """
    }

    private func jobs(_ count: Int?) -> String { count.map { "\($0)" } ?? "over \(SeriesNoise.mostJobs)" }

    /// What was found by simulation. Counts that are the same in all jobs are not tested: any change is certain.
    private func shown(_ noise: SeriesNoise, constant: String, _ simulated: String) -> String {
        if noise.isConstant { return noise.metric.kind == .counted ? constant : Words.absent }
        return noise.metric.kind == .timed && noise.median > 0 ? simulated : Words.absent
    }

    private var planted: String {
        let table = Table(check.planted) {
            Column("planted") { $0.planted.words }
            Column("caught") { $0.isCaught ? "yes" : "**no**" }
            Column("named rightly") { $0.isNamedRightly ? "yes" : $0.isCaught ? "**no**" : Words.absent }
            Column("found by") { found($0) }
            Column("what follows from it") { names($0.followers) }
            Column("unrelated to it") { names($0.strangers) }
        }
        return """
            ## What was planted

            Each was really run, in turn with jobs that have nothing planted, and compared with those. It is caught where a metric that
            it changes itself got worse. It is named rightly where all of these did, and nothing unrelated is named.

            \(table.markdown)
            """
    }

    private func found(_ verdict: PlantedVerdict) -> String {
        if !verdict.found.isEmpty { return names(verdict.found) }
        let unmeasured = verdict.unmeasured
        guard unmeasured.isEmpty else {
            return "not measured on this engine: " + unmeasured.map { Markdown.code($0) }.joined(separator: ", ")
        }
        // What would have been seen, and why it did not count.
        let missed = verdict.comparison.series.filter { verdict.planted.signs.contains($0.metric.id) }
        return "not found: " + missed.map { "\(name($0)), \($0.verdict.rawValue)" }.joined(separator: "; ")
    }

    private func names(_ series: [SeriesComparison]) -> String {
        series.isEmpty ? Words.absent : series.map(name).joined(separator: "; ")
    }

    private func name(_ series: SeriesComparison) -> String {
        let jobs = series.key.configuration.isEmpty ? "" : " (\(Words.configuration(series.key.configuration)))"
        let interval = series.relativeInterval.map { _ in ", \(ComparisonWords.interval(series))" } ?? ""
        return "\(Markdown.code(series.metric.id))\(jobs) \(ComparisonWords.amount(series))\(interval)"
    }
}
