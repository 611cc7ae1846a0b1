import Foundation
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted jobs to the page on `cacheable-dependencies`.
struct DependencyPageTests {
    private func planted() -> SyntheticDependencyRun {
        var run = SyntheticDependencyRun()
        for manager in ["apt", "npm"] {
            run.plant(manager, "manifest-layer", cold: 10, manifest: 9.8, source: 0.5)
            run.plant(manager, "archive", cold: 10, manifest: 2, source: 0.5, restore: 0.1, save: 0.4)
        }
        return run
    }

    @Test func answerComesFirstAndAllSectionsFollow() throws {
        let question = CacheableDependenciesQuestion()
        let evidence = try planted().evidence()
        let text = question.page(evidence, question.verdict(on: evidence)).markdown
        #expect(text.contains("**Answer: yes.** By package manager, easily: apt, npm."))
        #expect(text.contains("**\(question.words)** (`cacheable-dependencies`)"))
        #expect(text.contains(question.rule))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# What kinds of dependencies can be easily cached", "## The answer", "## How to read it",
                "## By package manager, strategy and builder", "## What the archives cost", "## Warnings",
                "## What was not measured", "## Environment", "## How to reproduce it",
            ])
        #expect(text.contains("BuildKit, restored archive") && text.contains("6 of 6"))
    }

    @Test func filesAreWritten() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let answers = try await RunAnswers.analyse(try RunReader.find(in: try planted().database()))
        let paths = try await Report.write(answers, to: folder.path)
        #expect(
            paths.map { $0.dropFirst(folder.path.count + 1) }.filter { $0.contains("dependencies") } == [
                "2016-11-22-dependencies.md", "2016-11-22-dependencies/cold-and-manifest.svg",
                "2016-11-22-dependencies/installation-hits.svg",
            ])
    }
}
