import Foundation
import Model
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted builds to the page on `base-images`.
struct BaseImagesPageTests {
    private func planted(together: (Int, Int) = (900, 1000)) -> SyntheticBaseRun {
        var run = SyntheticBaseRun()
        run.plant("malu", provided: 20, deferred: 26, together: together)
        run.plant("scap", provided: 10, deferred: 30, together: together)
        return run
    }

    private func markdown(_ run: SyntheticBaseRun) throws -> String {
        let question = BaseImagesQuestion()
        let evidence = try run.evidence()
        return question.page(evidence, question.verdict(on: evidence)).markdown
    }

    @Test func answerComesFirstAndAllSectionsFollow() throws {
        let text = try markdown(planted())
        let answer = try #require(text.range(of: "**Answer: yes, provide them.**"))
        let chart = try #require(text.range(of: "](2016-11-22-base-images/builds.svg)"))
        #expect(answer.lowerBound < chart.lowerBound)
        #expect(text.contains("](2016-11-22-base-images/bytes.svg)") && text.contains(BaseImagesQuestion().rule))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# Provided base images, or everything by the repository", "## The answer", "## How to read it",
                "## Builds on either base", "## Bytes", "## Lines of Dockerfile",
                "## What a base update invalidates and costs", "## How the suite is built and maintained",
                "## Benefits and drawbacks, as measured", "## Warnings", "## What was not measured",
                "## Environment", "## How to reproduce it",
            ])
        #expect(text.contains("cold build of malu is 6.00 s faster than on Debian alone"))
        #expect(text.contains("scap has 12 lines of Dockerfile fewer to maintain (8 instead of 20)."))
        #expect(text.contains("costs 38.0 s of building with BuildKit until all have caught up"))
        #expect(text.contains("On Debian alone it costs 56.0 s"))
    }

    @Test func whatTakesMoreBytesIsADrawback() throws {
        let text = try markdown(planted(together: (1010, 1000)))
        #expect(text.contains("**Answer: no, not by this rule.**") && text.contains("take 10 B more on provided"))
        let drawbacks = try #require(text.range(of: "**Drawbacks:**"))
        let bytes = try #require(text.range(of: "With BuildKit all images together take 10 B more."))
        #expect(drawbacks.upperBound < bytes.lowerBound)
    }

    @Test func chartsAreDrawn() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-report-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        let answers = try await RunAnswers.analyse(try RunReader.find(in: try planted().database()))
        let paths = try await Report.write(answers, to: folder.path)
        let names = paths.map { $0.dropFirst(folder.path.count + 1) }
        #expect(
            names.contains("2016-11-22-base-images/builds.svg") && names.contains("2016-11-22-base-images/bytes.svg"))
        let index = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        #expect(index.contains("(2016-11-22-base-images.md): **Answer: yes, provide them.**"))
    }

    @Test func aRunWithNothingToCompareIsReadable() throws {
        let text = try markdown(SyntheticBaseRun())
        #expect(text.contains("**Answer: undecided.** Fewer than two repositories"))
        #expect(text.contains("No base image was updated.") && text.contains("No build succeeded."))
    }
}
