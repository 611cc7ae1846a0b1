import Foundation
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted loops to the page on `capacity`.
struct CapacityPageTests {
    private let question = CapacityQuestion()

    private func page(open slowdown: Double = 1, cold: Bool = true) async throws -> Page {
        var run = SyntheticCapacityRun()
        if cold { run.plantCold(30) }
        run.plantClosed(executors: 1)
        run.plantClosed(executors: 2)
        run.plantOpen(executors: 2, gap: 6, slowdown: slowdown)
        let evidence = try await run.evidence(
            CapacityTerms(buildsADay: [1000, 30_000], executors: 1, profile: .flat, repetitions: 1, days: 1))
        return question.page(evidence, question.verdict(on: evidence))
    }

    @Test func answerComesFirstAndAllSectionsFollow() async throws {
        let text = try await page().markdown
        #expect(text.contains("**Answer: 1 worker for 1,000 builds a day.**"))
        #expect(text.contains("**\(question.words)** (`capacity`)"))
        #expect(text.contains(question.rule) && text.contains("simulated, not measured"))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# How many workers builds need", "## The answer", "## How to read it",
                "## Workers by builds a day (simulated)", "## The simulation beside what was measured",
                "## What it rests on (measured)", "## Warnings", "## What was not measured", "## Environment",
                "## How to reproduce it",
            ])
        // 30,000 builds of 10 s are the work of 3.5 workers: three are overloaded.
        let row = try #require(text.split(separator: "\n").first { $0.contains(" 30,000 |") })
        #expect(row.contains(" 4 |") && row.contains("overloaded"))
        #expect(text.contains(" agrees ") && !text.contains("disagrees"))
    }

    @Test func whatWasNotCheckedIsUndecided() async throws {
        let text = try await page(open: 1.15).markdown
        #expect(text.contains("**Answer: undecided.** The simulation was not seen to agree"))
        #expect(text.contains("disagrees"))
    }

    @Test func whatIsLackingIsSaid() async throws {
        let text = try await page(cold: false).markdown
        #expect(text.contains("**Answer: undecided.** Too little was measured"))
        #expect(text.contains("nothing is claimed, as no cold build of scap was measured"))
    }

    @Test func filesAreWritten() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try await Report.write(
            [try await page()], named: "capacity", to: folder.path, as: .markdown)
        #expect(
            paths.map { $0.dropFirst(folder.path.count + 1) }.filter { $0.contains("capacity") } == [
                "2016-11-22-capacity.md", "2016-11-22-capacity/workers.svg",
            ])
        let drawing = try String(contentsOfFile: folder.path + "/2016-11-22-capacity/workers.svg", encoding: .utf8)
        for word in ["30,000", "builds a day", "BuildKit", "1 executor each"] { #expect(drawing.contains(word)) }
    }

    @Test func thousandsAreSetApart() {
        #expect(Words.builds(100) == "100" && Words.builds(1000) == "1,000" && Words.builds(1_000_000) == "1,000,000")
        #expect(Words.builds(12_345) == "12,345" && Words.builds(0.5) == "0.5")
    }
}
