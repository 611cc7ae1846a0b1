import Foundation
import GRDB
import Model
import Testing

@testable import Publishing
@testable import Questions
@testable import Store
@testable import SyntheticRuns

/// The whole way from planted jobs to the page on `promotion`.
struct PromotionPageTests {
    private let question = PromotionQuestion()

    private func planted() -> SyntheticPromotionRun {
        var run = SyntheticPromotionRun()
        for builder in [Builder.buildkit, .legacy] {
            for fixture in ["malu", "scap"] {
                run.plant(
                    [.promote: .init(2), .rebuild: .init(8), .rebuildDated: .init(9, equal: 12)], fixture: fixture,
                    builder: builder)
            }
        }
        run.plant([.promote: .init(5), .rebuild: .init(40)], count: 1, weight: 0) { $0.cold = true }
        return run
    }

    private func text(_ run: SyntheticPromotionRun) throws -> String {
        let evidence = try run.evidence()
        return question.page(evidence, question.verdict(on: evidence)).markdown
    }

    @Test func answerComesFirstAndAllSectionsFollow() throws {
        let text = try self.text(planted())
        let answer = try #require(text.range(of: "**Answer: yes, promote.** Both reasons hold"))
        let chart = try #require(text.range(of: "](2016-11-22-promotion/promoted-and-rebuilt.svg)"))
        #expect(answer.lowerBound < chart.lowerBound)
        #expect(text.contains("**\(question.words)** (`promotion`)") && text.contains(question.rule))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# Promote an image, or rebuild it at each stage", "## The answer", "## How to read it",
                "## By fixture, builder and delivery", "## On a new worker", "## What the push costs", "## Warnings",
                "## What was not measured", "## Environment", "## How to reproduce it",
            ])
        #expect(text.contains("Measured on Docker 20.10.24."))
        #expect(text.contains("48 of 97 rebuilt images are the same as the first worker's (48 of 48 with a date)."))
        #expect(text.contains("loopback") || text.contains("one machine"))
    }

    @Test func thePageSaysWhichReasonDecided() throws {
        var slower = SyntheticPromotionRun()
        slower.plant([.promote: .init(9), .rebuild: .init(2)])
        #expect(try text(slower).contains("Rebuilt images differ. That alone decides"))
        var same = SyntheticPromotionRun()
        same.plant([.promote: .init(2), .rebuild: .init(9, equal: 12)])
        #expect(
            try text(same).contains("Promoting is faster than the rebuild named below, and its images are the same."))
        var no = SyntheticPromotionRun()
        no.plant([.promote: .init(9), .rebuild: .init(2, equal: 12)])
        #expect(try text(no).contains("**Answer: no.** 12 of 12 rebuilt images"))
    }

    @Test func theStatementGivesThePairsThatWereJudged() throws {
        let run = planted()
        let sql = try #require(try text(run).firstMatch(of: /(?s)```sql\n(.*?)```/)?.1)
        let database = try run.database()
        let saved = try database.queue.read {
            try Double.fetchAll($0, sql: "SELECT saved_s FROM (\(sql.replacing(";", with: "")))")
        }
        #expect(saved.count == 2 * 2 * 2 * 12)
        // 8 − 2 − 1 and 9 − 2 − 1, nearly.
        #expect(saved.allSatisfy { abs($0 - 5) < 0.02 || abs($0 - 6) < 0.02 })
    }

    @Test func aRunWithNothingToCompareIsReadable() throws {
        let text = try self.text(SyntheticPromotionRun())
        #expect(text.contains("**Answer: undecided.** No change was both promoted and rebuilt"))
        #expect(text.contains("Nothing was pushed.") && text.contains("No job succeeded."))
    }
}
