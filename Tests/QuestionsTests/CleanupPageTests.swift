import Foundation
import Model
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted leaks to the page on `cleanup`.
struct CleanupPageTests {
    private func planted() -> SyntheticCleanupRun {
        var run = SyntheticCleanupRun()
        run.plant("none")
        run.plant(
            "engine-kill", .engineLost,
            leaving: [LeakRecord(kind: "overlay_directory", object: "lost|here", bytes: 5_000_000)])
        return run
    }

    private func markdown(_ run: SyntheticCleanupRun) throws -> String {
        let question = CleanupQuestion()
        let evidence = try run.evidence()
        return question.page(evidence, question.verdict(on: evidence)).markdown
    }

    @Test func answerComesFirstAndAllSectionsFollow() throws {
        let text = try markdown(planted())
        #expect(text.contains("**Answer: no, not by the rule.** After 3 of 6 jobs nothing was left"))
        #expect(text.contains("3 things were left in all (15.0 MB") && text.contains("3 of them were still there"))
        #expect(text.contains("**\(CleanupQuestion().words)** (`cleanup`)") && text.contains(CleanupQuestion().rule))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# How well can we clean up", "## The answer", "## After what", "## What was looked for",
                "## What was left, one by one", "## How to read it", "## Warnings", "## What was not measured",
                "## Environment", "## How to reproduce it",
            ])
        #expect(text.contains("| an engine killed in mid-build"))
        #expect(text.contains("unreferenced layer directories 3"))
        #expect(text.contains("lost\\|here"))
    }

    @Test func aCleanRunListsNoLeaks() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        let text = try markdown(run)
        #expect(text.contains("**Answer: yes, nothing is left.** After 6 of 6 jobs nothing was left"))
        #expect(!text.contains("one by one") && text.contains("jobs clean up after themselves"))
    }

    @Test func faultsThatMissedAreListedApart() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        run.plant("engine-kill", .engineLost, count: 2, struck: true, endedIn: .build)
        run.plant("engine-kill", count: 1, struck: false)
        let text = try markdown(run)
        #expect(text.contains("In 1 job the planted fault missed: nothing follows for that fault."))
        let sections = text.split(separator: "\n## ").map(String.init)
        let after = try #require(sections.first { $0.hasPrefix("After what") })
        let missed = try #require(sections.first { $0.hasPrefix("Faults that missed") })
        #expect(after.contains("| an engine killed in mid-build") && after.contains("2 \(Words.outcome(.engineLost))"))
        #expect(!after.contains("\(Words.outcome(.engineLost)), 1"))
        #expect(missed.contains("1 \(Words.outcome(.succeeded))") && missed.contains("under no fault above"))
        #expect(try !markdown(planted()).contains("Faults that missed"))
    }

    @Test func jobsStoppedAtAnyMomentSayInWhichPhases() throws {
        var run = SyntheticCleanupRun()
        run.plant("cancel-anywhere", .cancelled, count: 2, struck: true, endedIn: .build)
        run.plant("cancel-anywhere", .cancelled, count: 1, builder: "legacy", struck: true, endedIn: .artifacts)
        let text = try markdown(run)
        #expect(
            text.contains(
                "3 jobs were stopped one after the other, at any moment. That was: 2 while building the image, 1 while "
                    + "copying the artifacts."))
        #expect(text.contains("| a job stopped by its user at any moment"))
    }

    @Test func whatWasHiddenIsSaid() throws {
        var run = SyntheticCleanupRun()
        run.plant("none", count: 6)
        run.hidden = ["mount": "far away"]
        let text = try markdown(run)
        #expect(text.contains("**Answer: undecided.**") && text.contains("hidden: far away"))
        #expect(text.contains("--engine embedded, where every kind is seen"))
    }

    @Test func filesAreWritten() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let answers = try await RunAnswers.analyse(try RunReader.find(in: try planted().database()))
        let paths = try await Report.write(answers, to: folder.path)
        #expect(paths.contains { $0.hasSuffix("2016-11-22-cleanup.md") })
        #expect(!paths.contains { $0.hasSuffix("-disk.md") })
    }
}
