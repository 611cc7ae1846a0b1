import Foundation
import Model
import Testing

@testable import Commands
@testable import Fixtures
@testable import Tracking

/// What `plimsoll bisect` takes, and what it prints.
@Suite struct BisectCommandTests {
    private func refusal(_ words: String..., naming text: String) {
        CommandLines.expectRefusal(naming: text) {
            try CommandLines.parsed(["bisect"] + words) as BisectCommand
        }
    }

    /// A search over these shares, with pairs that have no noise but their place.
    private func report(_ shifts: [Double], failing: Set<Int> = []) throws -> BisectionReport {
        func commit(_ position: Int) -> LinearHistory.Commit {
            let digit = String(position, radix: 16)
            return LinearHistory.Commit(
                id: String(repeating: digit, count: 40), subject: "change \(position)",
                authored: "2026-11-30T10:00:00+01:00", parents: position == 3 ? ["a", "b"] : ["a"])
        }
        let metric = try #require(BisectedMetric("build_s"))
        var report = BisectionReport(
            history: LinearHistory(base: commit(0), commits: (1...shifts.count).map(commit)),
            bisection: Bisection(metric, head: shifts.count, rounds: 12, level: 0.01))
        while let probe = report.bisection.next {
            let pairs = (0..<probe.rounds).map { round in
                let base = 1.3 + 0.001 * Double(round)
                return ProbeFigures.Pair(
                    base: base, candidate: base * (1 + shifts[probe.position - 1]) * (1 + 0.0001 * Double(round)))
            }
            report.bisection.take(
                failing.contains(probe.position)
                    ? ProbeFigures(missing: [.candidate: probe.rounds], failure: "RUN make failed")
                    : ProbeFigures(strata: ["builder=legacy": pairs]))
            report.note(run: UUID(), builds: 26, seconds: 60)
        }
        return report
    }

    @Test func itTakesARangeAScenarioAndAMetric() throws {
        let command: BisectCommand = try CommandLines.parsed([
            "bisect", "v1..main", "ci.yaml", "--metric", "build_s", "--configuration", "builder=legacy",
        ])
        #expect(command.range == "v1..main" && command.jobs.scenario == "ci.yaml" && command.rounds == nil)
        #expect(command.jobs.configuration == ["builder=legacy"] && command.level == 0.01)
        let other: BisectCommand = try CommandLines.parsed([
            "bisect", "main~9..", "--git", ".", "--metric", "leaks.container", "--rounds", "3",
        ])
        #expect(other.jobs.git == "." && other.rounds == 3)
        #expect(CommitRange(other.range) == CommitRange("main~9..HEAD"))
    }

    @Test func whatIsWrongIsNamed() {
        refusal("main", "--metric", "build_s", naming: "main is not a range: write BASE..HEAD")
        refusal("a...b", "--metric", "build_s", naming: "is not a range")
        refusal("..", "--metric", "build_s", naming: "is not a range")
        refusal("a..b", "--metric", "biuld_s", naming: "did you mean build_s?")
        refusal("a..b", "--metric", "statements", naming: "expected one of wall_s, build_s")
        refusal("a..b", "--metric", "leaks.things", naming: "container")
        refusal("a..b", "--metric", "build_s", "--rounds", "0", naming: "--rounds must be 1 to 1000")
        refusal("a..b", "--metric", "build_s", "--level", "1", naming: "--level must be above 0")
        refusal("a..b", "ci.yaml", "--git", ".", "--metric", "build_s", naming: "leave out ci.yaml, or --git")
        refusal("a..b", "ci.yaml", "--command", "make", "--metric", "build_s", naming: "need --git")
    }

    @Test func theCommitIsToldWithItsFiguresAndThoseBefore() throws {
        let report = try report([0, 0, 0.4, 0.4, 0.4])
        let lines = report.text.split(separator: "\n").map(String.init)
        #expect(report.isConclusive && lines.first == "\(String(repeating: "3", count: 40))  change 3")
        #expect(lines.contains("Author date: 2026-11-30T10:00:00+01:00"))
        #expect(report.text.contains("Since this commit: build_s 1.31 s → 1.8") && report.text.contains("p < 0.001"))
        #expect(report.text.contains("The commit before it: build_s 1.31 s → 1.31 s"))
        #expect(report.text.contains("It is a merge: `git log 333333333333^1..333333333333^2`"))
        #expect(report.text.contains("\(report.runs.count) commits measured beside 0000000 by"))
    }

    @Test func nothingToFindSaysWhatWouldHaveBeenSeen() throws {
        let report = try report([0, 0, 0])
        #expect(report.isConclusive && report.runs.count == 1)
        #expect(report.text.hasPrefix("Nothing to find: build_s of HEAD is not worse than of 0000000 “change 0”."))
        #expect(report.text.contains("The smallest change that was sure to be seen: 1.0 %"))
    }

    @Test func commitsThatRemainAreListedWithTheReason() throws {
        let report = try report([0, 0.4, 0.4, 0.4], failing: [1])
        #expect(!report.isConclusive)
        #expect(report.text.hasPrefix("Cannot tell since which of these 2 commits build_s is worse:\n"))
        #expect(report.text.contains("  1111111 “change 1”: its jobs fail (RUN make failed)\n  2222222 “change 2”\n"))
    }

    @Test func programsGetTheSameResult() throws {
        struct Read: Decodable {
            struct Commit: Decodable { var id: String }
            struct Reading: Decodable {
                var commit: String
                var pairs: Int
            }
            var outcome: String
            var exitStatus: Int
            var commit: Commit?
            var suspects: [String]?
            var readings: [Reading]
            var runs: [String]
            var reading: Reading
        }
        func read(_ report: BisectionReport) throws -> Read {
            try JSONDecoder().decode(Read.self, from: JSONText.data(JSONFields(report)))
        }
        let found = try read(report([0, 0.4]))
        #expect(found.outcome == "found" && found.exitStatus == 0 && found.runs.count == found.readings.count)
        #expect(found.commit?.id == found.reading.commit && found.reading.pairs == 12)
        let open = try read(report([0, 0.4], failing: [1]))
        #expect(open.outcome == "cannot_tell" && open.exitStatus == 1 && open.suspects?.count == 2)
    }

    @Test func eachProbeIsALineAndTheFirstSaysHowLongItTakes() throws {
        let report = try report([0, 0, 0.4, 0.4])
        #expect(report.intention.hasPrefix("4 commits after 0000000 “change 0”: if HEAD is worse, 3 commits are built"))
        let first = try #require(report.bisection.readings.first)
        #expect(report.line(first).contains("HEAD, 4444444 “change 4”: build_s 1.31 s → 1.8"))
        #expect(report.line(first).hasSuffix("12 pairs: worse"))
    }
}
