import Foundation
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The page on times, for runs that ask no question.
struct TimesPageTests {
    private func planted(questions: [String] = []) -> SyntheticRun {
        var run = SyntheticRun()
        run.record.scenarios[0].questions = questions
        run.plant([30], builder: "legacy", command: 2) { $0.warmup = true }
        run.plant([1, 2, 3], builder: "legacy", command: 2)
        run.plant([9], builder: "legacy", command: 2) { $0.outcome = .buildFailed }
        return run
    }

    private func page(_ run: SyntheticRun) throws -> Page? {
        try TimesPage.page(in: try RunReader.find(in: try run.database()))
    }

    @Test func eachPartOfAJobHasItsMedian() throws {
        let text = try #require(try page(planted())).markdown
        // An overhead of 2 s beside a command of 2 s: see `SyntheticRun.plant`.
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| scap") })
        let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(
            cells == [
                "scap", "classic builder", "source", "4", "3", "4.00 s", "0.200 s", "0.800 s", "2.00 s", "0.200 s",
                "0.300 s", "2.00 s",
            ])
        #expect(text.contains("**Answer: a job takes 4.00 s, by fixture, builder and change.**"))
    }

    @Test func jobsWithoutACommandHaveTimesToo() throws {
        var run = planted()
        for index in run.jobs.indices {
            run.jobs[index].command = nil
            run.jobs[index].steps = []
        }
        let text = try #require(try page(run)).markdown
        #expect(text.contains("| scap") && text.contains("0.800 s"))
    }

    @Test func aRunWithoutQuestionsAlwaysHasAReport() async throws {
        var run = planted()
        for index in run.jobs.indices { run.jobs[index].outcome = .buildFailed }
        let answers = try await RunAnswers.analyse(try RunReader.find(in: try run.database()))
        let page = try #require(answers.pages.first)
        #expect(page.subject == "times" && page.markdown.contains("**Answer: no job succeeded.**"))
    }

    @Test func whatAQuestionAsksForIsNotWrittenTwice() throws {
        #expect(try page(planted(questions: ["build-overhead"])) == nil)
    }
}
