import Foundation
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted probes to the page on `isolation`.
struct IsolationPageTests {
    private func planted() -> SyntheticIsolationRun {
        let usual = SyntheticIsolationRun.configuration("runc", "default")
        let hardened = SyntheticIsolationRun.configuration("runc", "hardened")
        var run = SyntheticIsolationRun()
        run.probe(usual, [("root", .build, false, "user 0"), ("root", .job, false, "user 0 | *")])
        run.probe(hardened, [("root", .job, true, "user 9")])
        for round in 1...6 {
            run.work("work", usual, round: round, run: 1)
            run.work("work", hardened, round: round, run: 1.5)
        }
        return run
    }

    private func markdown(_ run: SyntheticIsolationRun) throws -> String {
        let question = IsolationQuestion()
        let evidence = try run.evidence()
        return question.page(evidence, question.verdict(on: evidence)).markdown
    }

    @Test func evidenceComesFirstAndNothingIsDecided() throws {
        let text = try markdown(planted())
        #expect(
            text.contains(
                "**Answer: evidence only, for Security to judge.** Inside a job in its default container 0 of 1 probe"))
        #expect(text.contains("in the hardened container 1 of 1."))
        #expect(text.contains("gVisor: **not measured: runsc is not installed**"))
        #expect(
            text.contains("**\(IsolationQuestion().words)** (`isolation`)") && text.contains(IsolationQuestion().rule))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# What keeps builds and jobs apart", "## The answer", "## The price in time", "## The probes",
                "### Why each matters", "## Warnings", "## What was not measured", "## Environment",
                "## How to reproduce it",
            ])
    }

    @Test func theTablesHoldWhatWasSeenBesideWhatIsExpected() throws {
        let text = try markdown(planted())
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| `root`") })
        for part in ["whether root", "no root", "**fail**: user 0", "pass: user 9", #"user 0 \| \*"#] {
            #expect(row.contains(part), "\(row) lacks \(part)")
        }
        #expect(text.contains("It matters that root."))
        let prices = text.split(separator: "\n").filter { $0.hasPrefix("| work") }
        let price = try #require(prices.first { $0.contains("hardened") })
        // No pair differs from the others: the difference is known to the clock's step, 1 ms, and no better.
        let cells = price.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(cells.suffix(3) == ["0.500 s", "0.499 s to 0.501 s", "6"])
    }

    @Test func filesAreWritten() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let answers = try await RunAnswers.analyse(try RunReader.find(in: try planted().database()))
        let paths = try await Report.write(answers, to: folder.path)
        let names = paths.map { $0.dropFirst(folder.path.count + 1) }
        #expect(
            names.filter { $0.contains("isolation") } == ["2016-11-22-isolation.md", "2016-11-22-isolation/probes.svg"])
    }
}
