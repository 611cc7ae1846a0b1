import Fixtures
import Foundation
import Model
import Questions
import Tracking

/// A bisection for people: a line for each commit while it goes on, and what was found.
struct BisectionReport {
    let history: LinearHistory
    var bisection: Bisection
    /// The runs, one for each reading.
    private(set) var runs: [UUID] = []
    private(set) var builds = 0
    private(set) var seconds = 0.0

    init(history: LinearHistory, bisection: Bisection) { (self.history, self.bisection) = (history, bisection) }

    mutating func note(run: UUID, builds: Int, seconds: Double) {
        runs.append(run)
        self.builds += builds
        self.seconds += seconds
    }

    /// Whether the commit was found, or there is none to find.
    var isConclusive: Bool {
        switch bisection.outcome {
        case .nothing, .found: true
        case .unmeasured, .cannotTell, nil: false
        }
    }

    func commit(_ position: Int) -> LinearHistory.Commit {
        position == 0 ? history.base : history.commits[position - 1]
    }

    /// The last reading of a commit.
    func reading(_ position: Int) -> ProbeReading? { bisection.readings.last { $0.position == position } }

    /// The commits that could not be judged, with their last readings.
    var leftOut: [ProbeReading] {
        bisection.readings.filter { [.unclear, .unmeasured].contains($0.verdict) && !$0.isRepeated }
    }

    /// What is going to be done.
    var intention: String {
        let commits = Words.count(bisection.head, "commit", "commits")
        let probes = Words.count(bisection.steps, "commit is", "commits are")
        return "\(commits) after \(Self.name(history.base)): if HEAD is worse, \(probes) built, "
            + "\(Words.count(bisection.rounds, "round", "rounds")) each; HEAD first"
    }

    /// How much there is left, once it is known how long a commit takes.
    func forecast(after reading: ProbeReading) -> String? {
        guard bisection.readings.count == 1, bisection.outcome == nil else { return nil }
        let steps = bisection.stepsLeft
        let repeats = reading.isRepeated ? 2.0 : 0
        // The engine's start is in the time of the first, so this is rather too long.
        let left = DurationText.text((seconds * (Double(steps) + repeats)).rounded())
        return "\(Words.count(steps, "more commit", "more commits")) to build, about \(left) if no run is repeated"
    }

    /// What a commit's pairs say, in one line.
    func line(_ reading: ProbeReading) -> String {
        let name = "\(reading.position == bisection.head ? "HEAD, " : "")\(Self.name(commit(reading.position)))"
        let repeated = reading.isRepeated ? "; once more, with twice the rounds" : ""
        return "\(bisection.readings.count). \(name): \(figures(reading)): \(Self.verdict(reading))\(repeated)"
    }

    /// `build_s 1.31 s → 1.80 s (+37 %, 95 % interval +33 % to +41 %), 24 pairs`.
    func figures(_ reading: ProbeReading) -> String {
        let metric = bisection.metric.metric
        guard let base = reading.base, let candidate = reading.candidate else { return "no \(metric.id)" }
        let values = [base, candidate].map { ComparisonWords.value($0, metric) }.joined(separator: " → ")
        return "\(metric.id) \(values)\(shift(reading)), \(Words.count(reading.pairs, "pair", "pairs"))"
    }

    private func shift(_ reading: ProbeReading) -> String {
        guard bisection.metric.isTimed, let shift = reading.shift else { return "" }
        let interval = reading.interval.map {
            ", 95 % interval \(ComparisonWords.share($0.low)) to \(ComparisonWords.share($0.high))"
        }
        return " (\(ComparisonWords.share(shift))\(interval ?? ""))"
    }

    private static func verdict(_ reading: ProbeReading) -> String {
        switch reading.verdict {
        case .worse: "worse"
        case .notWorse: "not worse"
        case .unclear: "not clear"
        case .unmeasured: "left out, as its jobs fail" + (reading.failure.map { " (\(PrintableText.line($0)))" } ?? "")
        }
    }

    /// `a1b2c3d “subject”`.
    static func name(_ commit: LinearHistory.Commit) -> String {
        commit.id.prefix(7) + (commit.subject.isEmpty ? "" : " “\(PrintableText.line(commit.subject))”")
    }
}
