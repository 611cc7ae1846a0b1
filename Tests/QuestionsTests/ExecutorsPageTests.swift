import Foundation
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

struct ExecutorsPageTests {
    private func page(upTo most: Int = 5) throws -> Page {
        let engines = [
            SyntheticExecutors(capacity: 3, service: 2, spread: 0.1, seed: 1),
            SyntheticExecutors(capacity: 2, service: 2, spread: 0.1, seed: 1, configuration: "builder=legacy"),
        ]
        let evidence = ExecutorsAnalysis.evidence(
            run: try SyntheticRun().summary(), scenarios: ["executors"],
            jobs: engines.flatMap { engine in
                (1...most).flatMap { engine.level(executors: $0, repeats: 3, jobs: 60) }
            })
        let question = ExecutorsQuestion()
        return question.page(evidence, question.verdict(on: evidence))
    }

    @Test func theBuilderThatFitsTheFewestDecides() throws {
        let text = try page().markdown
        #expect(text.contains("**Answer: 2 executors.** With the classic builder the rule holds up to 2 at a time"))
        #expect(text.contains("the same in each of 3 repeats. At 3, ") && text.contains("This builder fits the fewest"))
        #expect(text.contains("| BuildKit        |         3 | 3, 3, 3"))
        #expect(text.contains(ExecutorsQuestion().rule))
        #expect(
            text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
                "# How many executors a worker carries", "## The answer", "## How to read it", "## By executors",
                "## Warnings", "## What was not measured", "## Environment", "## How to reproduce it",
            ])
    }

    @Test func aSweepThatDidNotBendIsUndecided() throws {
        let text = try page(upTo: 2).markdown
        #expect(text.contains("**Answer: undecided.**") && text.contains("the levels ended before the knee"))
    }

    @Test func chartsShowTheKnee() async throws {
        let page = try page()
        #expect(
            page.charts.map(\.name)
                == ["sweep-", "times-"].flatMap { kind in
                    ["builder-buildkit", "builder-legacy"].map { kind + $0 }
                })
        let drawing = try await Gnuplot().draw(try #require(page.charts.first))
        for word in ["rule: 3", "jobs a minute", "95th percentile", "executors"] { #expect(drawing.contains(word)) }
    }
}
