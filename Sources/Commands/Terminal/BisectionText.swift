import Fixtures
import Foundation
import Model
import Questions
import Tracking

extension BisectionReport {
    /// The most commits that are listed.
    private static let mostListed = 20

    /// What was found, for people.
    var text: String {
        (conclusion + [cost]).joined(separator: "\n")
    }

    private var conclusion: [String] {
        let metric = bisection.metric.metric.id
        switch bisection.outcome {
        case .nothing, nil:
            return ["Nothing to find: \(metric) of HEAD is not worse than of \(Self.name(history.base))."] + head + [
                seen
            ]
        case .unmeasured(.candidate):
            return ["Nothing can be found: HEAD has no \(metric)\(failure(bisection.head))."]
        case .unmeasured(.reference):
            return ["Nothing can be found: \(Self.name(history.base)) has no \(metric), as its jobs fail."]
        case .found(let position): return found(position)
        case .cannotTell(let range):
            let first = "Cannot tell since which of these \(range.count) commits \(metric) is worse:"
            let more = range.count > Self.mostListed ? ["  and \(range.count - Self.mostListed) more"] : []
            return [first] + range.prefix(Self.mostListed).map { "  " + listed($0) } + more
        }
    }

    private func found(_ position: Int) -> [String] {
        let commit = commit(position)
        var lines = [
            "\(commit.id)  \(PrintableText.line(commit.subject))", "Author date: \(commit.authored)",
        ]
        if let reading = reading(position) {
            let p = bisection.metric.isTimed ? ", p \(Words.probability(reading.p))" : ""
            lines.append("Since this commit: \(figures(reading))\(p).")
        }
        if position > 1, let before = reading(position - 1) {
            lines.append("The commit before it: \(figures(before)).")
        }
        if commit.isMerge {
            let id = commit.id.prefix(12)
            lines.append("It is a merge: `git log \(id)^1..\(id)^2` lists what it brought in.")
        }
        if !leftOut.isEmpty {
            lines.append("Not judged: \(leftOut.map { listed($0.position) }.joined(separator: "; ")).")
        }
        return lines
    }

    private var head: [String] { reading(bisection.head).map { [figures($0) + "."] } ?? [] }

    private var seen: String {
        guard let visible = bisection.smallestVisible() else {
            return "So few pairs show no change for sure: give more --rounds."
        }
        return bisection.metric.isTimed
            ? "The smallest change that was sure to be seen: \(Words.percent(visible))."
            : "A change in \(Words.percent(visible)) of the jobs or more was sure to be seen."
    }

    private func listed(_ position: Int) -> String {
        let name = Self.name(commit(position))
        guard let reading = reading(position) else { return name }
        switch reading.verdict {
        case .unmeasured: return "\(name): its jobs fail\(failure(position))"
        case .unclear: return "\(name): not clear after \(Words.count(reading.pairs, "pair", "pairs"))"
        case .worse, .notWorse: return name
        }
    }

    private func failure(_ position: Int) -> String {
        reading(position)?.failure.map { " (\(PrintableText.line($0)))" } ?? ""
    }

    private var cost: String {
        let commits = Set(bisection.readings.map(\.position)).count
        return "\(Words.count(commits, "commit", "commits")) measured beside \(history.base.id.prefix(7)) by "
            + "\(Words.count(builds, "build", "builds")) in \(DurationText.text(seconds.rounded()))."
    }
}
