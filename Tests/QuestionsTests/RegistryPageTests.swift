import Foundation
import Model
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The whole way from planted jobs to the page on `registry`, and its row on the page of answers.
struct RegistryPageTests {
    private let question = RegistryQuestion()

    private func planted() -> SyntheticRegistryRun {
        var run = SyntheticRegistryRun()
        for builder in ["buildkit", "legacy"] {
            for fixture in ["malu", "scap"] { run.plant(fixture: fixture, builder: builder) }
        }
        run.plantFault(.registryLost, .refused, held: 50, uploads: 3_000_000, message: "connection `refused`")
        run.plantFault(.registryFull, .refused, message: "no space left on device")
        return run
    }

    private func text(_ run: SyntheticRegistryRun) throws -> String {
        let evidence = try run.evidence()
        return question.page(evidence, question.verdict(on: evidence)).markdown
    }

    @Test func answerComesFirstAndAllSectionsFollow() throws {
        let text = try self.text(planted())
        let answer = try #require(
            text.range(
                of: "**Answer: evidence only, for people to judge.** The first push of a repository runs at 10.0 MB/s"))
        let chart = try #require(text.range(of: "](2016-11-22-registry/transfers.svg)"))
        #expect(answer.lowerBound < chart.lowerBound)
        #expect(text.contains("**\(question.words)** (`registry`)") && text.contains(question.rule))
        #expect(text.contains("Measured on Docker 20.10.24 with docker-registry 2.8.2+ds1."))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# A registry of one's own", "## The answer", "## How to read it", "## Growth a build",
                "## Sharing across repositories", "## Its own collection",
                "## What a lost or full registry does to jobs", "### In the registry's own words",
                "## What a registry's refusals do", "## Warnings", "## What was not measured", "## Environment",
                "## How to reproduce it",
            ])
    }

    @Test func tablesHaveTheFigures() throws {
        let text = try self.text(planted())
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let push = try #require(rows.first { $0[0] == "scap" && $0[1] == "BuildKit" && $0[2] == "push" })
        #expect(push[3...5] == ["10.0 MB", "1.00 s", "10.0 MB/s"] && push[6] == "1.00 MB" && push.last == "12")
        #expect(rows.contains { $0 == ["`releases/scap-buildkit`", "75.0 MB", "15.0 MB", "80 %"] })
        #expect(rows.contains { $0.prefix(2) == ["**a copy each**", "200 MB"] })
        #expect(rows.contains { $0.prefix(2) == ["**together**", "80.0 MB"] })
        let lost = try #require(rows.first { $0[0].hasPrefix("killed") && $0.count == 9 })
        #expect(lost[2...] == ["1", "1", "0", "50.0 s", "50.0 s", "3.00 MB", "1 of 1"])
        #expect(text.contains("`` connection `refused` ``") && text.contains("`no space left on device`"))
        #expect(text.contains("an empty engine tried to pull every image that still had a name: 3 of 3 came whole."))
    }

    @Test func aRunWithNothingIsReadable() throws {
        var run = SyntheticRegistryRun()
        run.ofRun = []
        let text = try self.text(run)
        #expect(text.contains("Nothing was pushed, so there is nothing to judge."))
        #expect(text.contains("No later push was measured.") && text.contains("No fault of the registry was planted."))
        #expect(text.contains("It was not measured: the run did not finish."))
    }

    @Test func theAnswerHasAtMostFifteenWords() async throws {
        let entry = try #require(try await Answers.analyse(try planted().database()).entry(question))
        let sentence = AnswerLine(entry).sentence
        #expect(sentence == "First push 10.0 MB/s, first pull 20.0 MB/s; sharing saves 60 %.")
        #expect(sentence.split(separator: " ").count <= 15)
    }

    @Test func theFrontPageHasItsRowAndChart() async throws {
        let text = try #require(FrontPage(try await Answers.analyse(try planted().database()))?.page.markdown)
        let row = try #require(AnswersPage(text: text).row(question))
        #expect(row[1] == "**evidence**" && row[3].hasPrefix("a later build adds: 501 kB"))
        #expect(text.contains("](2016-11-22-registry/transfers.svg)"))
    }
}
