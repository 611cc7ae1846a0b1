import Foundation
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// What stands in the main report beside a verdict is of the series that the verdict's figure is of.
struct KeyEvidenceTests {
    private static let builders = ["builder=buildkit", "builder=legacy"]

    private func answer(_ question: any Question, in database: ResultsDatabase) async throws -> QuestionAnswer {
        try #require(try await Answers.analyse(database).entry(question))
    }

    private func key(_ answer: QuestionAnswer) throws -> KeyEvidence {
        try #require(answer.page?.key)
    }

    /// A policy that holds the mark with either builder, at next to no cost with one of them.
    private func policies(cheap: String) throws -> ResultsDatabase {
        var run = SyntheticPolicyRun(count: 40)
        for builder in ["buildkit", "legacy"] {
            run.plant(.nothing(builder))
            run.plant(.least(rebuilds: builder == cheap ? 30 : 10, builder: builder))
        }
        return try run.database()
    }

    @Test(arguments: ["buildkit", "legacy"])
    func policiesStandBesideTheDiskOfTheBuilderThatDecided(cheap: String) async throws {
        let answers = try await Answers.analyse(try policies(cheap: cheap))
        let text = try #require(FrontPage(answers)?.page.markdown)
        for question in [StorageQuestion(), GarbageQuestion()] as [any Question] {
            let answer = try #require(answers.entry(question))
            let decided = try #require(answer.found?.verdict.decidedBy)
            #expect(decided == "builder=\(cheap),policy=lru")
            #expect(try key(answer).charts.map(\.name) == ["disk-builder-\(cheap)"], "\(question.id)")
            let section = try section(question, of: text)
            let images = section.filter { $0.hasPrefix("![") }
            #expect(images.count == 1 && images[0].hasSuffix("/disk-builder-\(cheap).svg)"), "\(question.id)")
            let words = try #require(section.first { $0.hasPrefix("**In its report's words: ") })
            #expect(words.contains("time-weighted hit rate") == (question.id == "storage"))
            let rows = section.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| -") }.dropFirst()
            let name = Words.configuration("builder=\(cheap)")
            #expect(rows.first?.hasPrefix("| \(name)") == true, "\(question.id): \(rows)")
            let number = try #require(AnswerLine(answer).number.split(separator: " (").first)
            let figure = number.replacing(" points", with: "")
            #expect(rows.contains { $0.hasPrefix("| \(name)") && $0.contains(figure) }, "\(question.id): \(figure)")
        }
    }

    @Test func whereNothingDecidedEachBuilderHasItsChart() async throws {
        var run = SyntheticPolicyRun(count: 20)
        for builder in ["buildkit", "legacy"] { run.plant(.nothing(builder)) }
        let answer = try await answer(StorageQuestion(), in: try run.database())
        #expect(answer.found?.verdict.decidedBy == nil)
        #expect(try key(answer).charts.map(\.name) == ["disk-builder-buildkit", "disk-builder-legacy"])
    }

    @Test(arguments: [(3, 2, "legacy"), (2, 3, "buildkit")])
    func executorsStandBesideTheSweepThatDecided(buildKit: Int, classic: Int, worst: String) throws {
        let engines = zip([buildKit, classic], Self.builders).map {
            SyntheticExecutors(capacity: $0, service: 2, spread: 0.1, seed: 1, configuration: $1)
        }
        let evidence = ExecutorsAnalysis.evidence(
            run: try SyntheticRun().summary(), scenarios: ["executors"],
            jobs: engines.flatMap { engine in (1...5).flatMap { engine.level(executors: $0, repeats: 3, jobs: 60) } })
        let question = ExecutorsQuestion()
        let verdict = question.verdict(on: evidence)
        let key = try #require(question.page(evidence, verdict).key)
        #expect(verdict.decidedBy == "builder=\(worst)" && verdict.estimate?.value == 2)
        #expect(key.charts.map(\.name) == ["sweep-builder-\(worst)"])
        #expect(key.charts.allSatisfy { $0.script.contains("rule: 2") })
    }

    /// One chart holds all builders, the deciding one with the figure among them.
    @Test(arguments: [BuildOverheadQuestion(), CentralCacheQuestion()] as [any Question])
    func aChartOfAllBuildersHoldsTheOneThatDecided(question: any Question) async throws {
        let answer = try await answer(question, in: try SyntheticSuite.database())
        let key = try key(answer)
        let builder = Words.configuration(try #require(answer.found?.verdict.decidedBy))
        #expect(key.charts.count == 1 && key.charts.allSatisfy { $0.script.contains(builder) }, "\(question.id)")
        let table = try #require(key.table).markdown
        let figure = try #require(AnswerLine(answer).number.split(separator: " (").first)
        #expect(
            table.split(separator: "\n").contains { $0.hasPrefix("| \(builder)") && $0.contains(figure) },
            "\(question.id): \(figure) in \(table)")
    }

    @Test func dependenciesStandBesideTheirCostsAndNotTheirHits() async throws {
        var run = SyntheticDependencyRun()
        for builder in ["buildkit", "legacy"] {
            run.plant("pip", "manifest-layer", cold: 20, manifest: 18, source: 1, builder: builder)
        }
        let answer = try await answer(CacheableDependenciesQuestion(), in: try run.database())
        let key = try key(answer)
        #expect(answer.record?.unit == "×" && key.charts.map(\.name) == ["cold-and-manifest"])
        let series = try #require(answer.found?.verdict.decidedBy?.split(separator: ": ").last)
        #expect(key.charts.allSatisfy { $0.script.contains(Words.configuration(String(series))) })
    }

    @Test func baseImagesStandBesideTheirTimesOrTheirBytes() async throws {
        for (together, chart) in [((900, 1000), "builds"), ((1000, 900), "bytes")] {
            var run = SyntheticBaseRun()
            for fixture in ["scap", "malu"] {
                run.plant(fixture, provided: 5, deferred: 15, cold: 7, together: together)
            }
            let answer = try await answer(BaseImagesQuestion(), in: try run.database())
            let key = try key(answer)
            #expect(answer.record?.unit == (chart == "bytes" ? "byte" : "s"))
            #expect(key.charts.map(\.name) == [chart])
            let head = try #require(key.table).markdown.prefix { $0 != "\n" }
            #expect(head.hasPrefix(chart == "bytes" ? "| builder" : "| repository"))
        }
    }

    /// The lines of a question's section.
    private func section(_ question: any Question, of text: String) throws -> [String] {
        let start = try #require(text.range(of: "\n### \(question.id)\n"))
        let rest = text[start.upperBound...]
        let end = rest.range(of: "\n###")?.lowerBound ?? rest.endIndex
        return rest[..<end].split(separator: "\n").map(String.init)
    }
}
