import Foundation
import Store
import Testing

@testable import Publishing
@testable import Questions
@testable import SyntheticRuns

/// The table of the main report with a row for each engine.
struct EngineAnswersTests {
    /// The suite's runs on 20.10.24, and a newer one on another engine.
    private func database(version: String, store: String? = nil) throws -> ResultsDatabase {
        let database = try SyntheticSuite.database()
        var run = SyntheticSuite.overhead(day: 7, middle: 6)
        run.record.fingerprint.engine["version"] = version
        run.record.fingerprint.engine["image_store"] = store
        try run.save(to: database)
        return database
    }

    private func section(_ database: ResultsDatabase) async throws -> [[String]] {
        let text = try #require(FrontPage(try await Answers.analyse(database))?.page.markdown)
        guard let start = text.range(of: "\n### By engine\n") else { return [] }
        let lines = text[start.upperBound...].split(separator: "\n").prefix { !$0.hasPrefix("#") }
        return lines.filter { $0.hasPrefix("|") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test func eachEngineHasARowWithItsNewestRun() async throws {
        let rows = try await section(try database(version: "28.5.2", store: "containerd"))
        #expect(rows.count == 4, "a heading, a rule, two engines: \(rows)")
        #expect(rows.first == ["engine", "[build-overhead](#build-overhead)"], "one engine alone measured the rest")
        let old = try #require(rows.dropFirst(2).first)
        #expect(old[0] == "Docker 20.10.24" && old[1].hasPrefix("light? **yes**; 1.52 s ("), "\(old)")
        let new = try #require(rows.last)
        #expect(new[0] == "Docker 28.5.2, containerd store" && new[1].hasPrefix("light? **no**; 6.52 s ("), "\(new)")
    }

    @Test func oneEngineNeedsNoTable() async throws {
        #expect(try await section(try SyntheticSuite.database()) == [])
    }

    /// The newest answers the question, and the older one keeps its row: both are listed, saved, and can be repeated.
    @Test func theRunsOfAllRowsAreListedAndSaved() async throws {
        let database = try database(version: "26.1.5")
        let answers = try await Answers.analyse(database)
        #expect(answers.entry(BuildOverheadQuestion())?.run?.id == SyntheticSuite.id(7))
        let ids = answers.answering.map(\.id)
        #expect(ids.contains(SyntheticSuite.id(4)) && ids.contains(SyntheticSuite.id(7)))
        #expect(!ids.contains(SyntheticSuite.id(1)) && !ids.contains(SyntheticSuite.id(6)), "older or not finished")
        #expect(answers.verdicts.contains { $0.run == SyntheticSuite.id(4) })
        let text = try #require(FrontPage(answers)?.page.markdown)
        #expect(text.components(separatedBy: "# build-overhead: Plimsoll").count == 3, "two commands")
    }
}
