import Foundation
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// How verdicts and their figures read.
struct VerdictWordsTests {
    private func record(_ unit: String, _ estimate: Double?, _ interval: ClosedRange<Double>? = nil) -> VerdictRecord {
        VerdictRecord(
            question: "x", verdict: .yes, estimate: estimate, low: interval?.lowerBound, high: interval?.upperBound,
            unit: unit, n: 1, rule: "r")
    }

    @Test func figuresStandInTheirUnits() {
        #expect(Words.figure(record("s", 0.862, 0.84...0.9059)) == "0.862 s (0.840 s to 0.906 s)")
        #expect(Words.figure(record("×", 2.1)) == "2.10 ×")
        #expect(Words.figure(record("byte", -12_300_000)) == "−12.3 MB")
        #expect(Words.figure(record("executors", 4, 3...4)) == "4 executors (3 to 4)")
        #expect(
            Words.figure(record("workers at 1000 builds a day", 3, 2...3)) == "3 workers at 1000 builds a day (2 to 3)")
        #expect(Words.figure(record("points", 1.25, 0...2)) == "1.25 points (0.000 points to 2.00 points)")
        #expect(Words.figure(record("s", nil)) == "–")
    }

    @Test func whatAsksForANumberOrANameIsFoundOrNot() {
        for terms in [ExecutorsQuestion().terms, GarbageQuestion().terms] {
            #expect(terms.yes == "found" && terms.no == "none")
        }
        #expect(CleanupQuestion().terms.yes == "yes")
    }

    @Test func whatIsUndecidedSaysHowManyMore() async throws {
        var run = SyntheticRun()
        run.plant([1, 1.1, 1.2])
        let answers = try await Answers.analyse(try run.database())
        let line = AnswerLine(try #require(answers.entry(BuildOverheadQuestion())))
        #expect(line.label == "light? **undecided**" && line.needed == 3)
        #expect(line.certainty.hasPrefix("n = 3 jobs, too few for an interval, about 3 more needed, "))
        #expect(line.action == BuildOverheadQuestion().advice.undecided)
    }

    @Test func laterOfTwoRunsOfADayOnASubjectIsWritten() async throws {
        let database = try ResultsDatabase.inMemory()
        for (number, question) in [(1, "ops-requirements"), (2, "worker-dependencies")] {
            var run = SyntheticRequirementsRun()
            run.questions = [question]
            run.base.record.id = SyntheticSuite.id(number)
            run.base.record.startedAt.addTimeInterval(Double(number) * 60)
            run.workers = [.bare: (90, 200), .buildOnly: (120, 600), .carrying: (500, 1500)]
            try run.save(to: database)
        }
        let front = try #require(FrontPage(try await Answers.analyse(database)))
        #expect(front.linked.map(\.run.id) == [SyntheticSuite.id(2)])
        #expect(front.details.keys.sorted() == ["worker-dependencies"])
        #expect(front.page.markdown.components(separatedBy: "](2016-11-22-requirements.md").count == 2)
    }
}
