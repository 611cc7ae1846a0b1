import Foundation
import Questions
import Store

/// A self-check as Markdown that reads as plain text too: what it comes to first, then where nothing differed, what was planted, and
/// how much figures vary.
public struct SelfCheckReport: Sendable {
    let check: SelfCheck

    /// A report on a self-check.
    public init(_ check: SelfCheck) {
        self.check = check
    }

    /// The report.
    public var markdown: String {
        let sections: [String?] = [
            head, SamenessSection(check: check.sameness).text, PlantedSection(check: check).text,
            NoiseSection(check: check).text, circumstances,
        ]
        return sections.compactMap { $0 }.joined(separator: "\n\n") + "\n"
    }

    /// What it comes to, on one line.
    public var headline: String { verdict.replacing("**", with: "") }

    private var head: String {
        """
        # Self-check: \(check.holds ? "comparisons on this host hold" : "comparisons on this host do not hold")

        \(verdict)

        The rule, fixed beforehand: it holds where nothing is found between jobs that do not differ, false alarms are no more frequent
        than \(Words.percent(check.terms.level)) (as exactly as they were counted), and every planted regression is found by a
        metric that it changes itself. Everything is judged by the same code and the same terms as `plimsoll compare` has.
        """
    }

    private var verdict: String {
        let same = check.sameness
        let caught = check.planted.filter(\.isCaught)
        let named = check.planted.filter(\.isNamedRightly)
        let quiet =
            same.comparison.outcome == .unchanged
            ? "Between jobs that do not differ nothing was found"
            : "Between jobs that do not differ something was found"
        return "**\(quiet), \(Words.percent(same.rate)) of \(same.splits) random comparisons were false alarms, and "
            + "\(caught.count) of \(check.planted.count) planted regressions were caught, \(named.count) of them named "
            + "rightly.**"
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
            lines.append("- note: the run did not finish, so that its parts may have unlike numbers of jobs")
        }
        if run.failures > 0 {
            lines.append(
                "- note: \(Words.count(run.failures, "job", "jobs")) did not succeed, and nothing planted explains it")
        }
        for (kind, count) in check.unattributed.sorted(by: { $0.key < $1.key }) {
            lines.append("- note: \(count) left behind (\(Markdown.escaped(kind))) by jobs that nothing tells")
        }
        return "## The run\n\n" + lines.joined(separator: "\n")
    }
}
