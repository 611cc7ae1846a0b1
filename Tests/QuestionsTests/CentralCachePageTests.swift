import Foundation
import Model
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted jobs to the page on `central-cache`.
struct CentralCachePageTests {
    private let question = CentralCacheQuestion()

    private func planted() -> SyntheticCacheRun {
        var run = SyntheticCacheRun()
        for builder in ["buildkit", "legacy"] {
            for fixture in ["malu", "scap"] {
                run.plant(warm: 10, registry: 12, cold: 40, count: 15, fixture: fixture, builder: builder)
            }
        }
        return run
    }

    private func text(_ run: SyntheticCacheRun) throws -> String {
        let evidence = try run.evidence()
        return question.page(evidence, question.verdict(on: evidence)).markdown
    }

    @Test func answerComesFirstAndAllSectionsFollow() throws {
        let text = try self.text(planted())
        let answer = try #require(text.range(of: "**Answer: yes.**"))
        let chart = try #require(text.range(of: "](2016-11-22-central-cache/cold-and-warm.svg)"))
        #expect(answer.lowerBound < chart.lowerBound)
        #expect(text.contains("**\(question.words)** (`central-cache`)"))
        #expect(text.contains(question.rule))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# Whether a central cache serves the fleet", "## The answer", "## How to read it",
                "## By fixture, builder and cache", "## What filling it costs", "## What has to be set up",
                "## Warnings", "## What was not measured", "## Environment", "## How to reproduce it",
            ])
        #expect(text.contains("1.20 ×") && text.contains("5.00 MB") && text.contains("cold, registry's cache"))
        #expect(text.contains("brought it from 72.0 MB to 60.0 MB in 0.200 s"))
    }

    @Test func filesAreWrittenAndListed() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let reader = try RunReader.find(in: try planted().database())
        let paths = try await Report.write(try await RunAnswers.analyse(reader), to: folder.path)
        #expect(
            paths.map { $0.dropFirst(folder.path.count + 1) }.filter { !$0.contains("22-cache") } == [
                "2016-11-22-central-cache.md", "2016-11-22-central-cache/cold-and-warm.svg", "README.md",
            ])
        let index = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        #expect(index.contains("- [2016-11-22-central-cache](2016-11-22-central-cache.md): **Answer: yes.**"))
        let drawing = try String(
            contentsOf: folder.appending(path: paths[1].components(separatedBy: "/").suffix(2).joined(separator: "/")),
            encoding: .utf8)
        #expect(drawing.contains("the whole job in seconds"))
    }

    @Test func figuresOfTheReportComeOutOfItsSQL() throws {
        // The statement is run by the database's own readers in the integration tests; here, that it names what is there.
        let text = try self.text(planted())
        for word in ["job_view", "step_view", "point_view", "registry_bytes", "cache=registry", "central-cache"] {
            #expect(text.contains(word))
        }
    }

    @Test func aRunWithNothingToCompareIsReadable() throws {
        let text = try self.text(SyntheticCacheRun())
        #expect(text.contains("**Answer: undecided.** No change was built"))
        #expect(text.contains("Nothing was pushed.") && text.contains("No job succeeded."))
    }
}
