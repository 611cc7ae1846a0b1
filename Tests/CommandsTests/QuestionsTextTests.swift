import Foundation
import Model
import Publishing
import Questions
import Store
import Testing

@testable import Commands
@testable import SyntheticRuns

/// What `questions` prints of a database with several runs, and without one.
struct QuestionsTextTests {
    private func lines() async throws -> [AnswerLine] {
        AnswerLine.lines(try await Answers.analyse(try SyntheticSuite.database(), simulating: false))
    }

    @Test func everyQuestionHasARowWithItsRunOrNextStep() async throws {
        let text = QuestionsText(lines: try await lines(), hasDatabase: true).text
        let table = text.components(separatedBy: "\n\n")[0].split(separator: "\n").map(String.init)
        #expect(table.count == OpenQuestions.all.count + 1)
        for (row, question) in zip(table.dropFirst(), OpenQuestions.all) {
            #expect(row.hasPrefix(question.id + " "))
        }
        #expect(table[1].contains("answered") && table[1].hasSuffix(SyntheticSuite.id(4).uuidString))
        let isolation = try #require(table.first { $0.hasPrefix("isolation ") })
        let orchestrator = try #require(table.first { $0.hasPrefix("orchestrator ") })
        #expect(isolation.hasSuffix("plimsoll run scenarios/isolation.yaml"))
        #expect(orchestrator.hasSuffix("not measured by this version"))
    }

    @Test func aRunThatFoundAFilledCacheIsMarked() async throws {
        let database = try SyntheticSuite.database()
        try database.record(
            [PointRecord(name: InheritedCache.series, unit: "step", at: Date(), value: 3)],
            run: SyntheticSuite.id(4))
        let lines = AnswerLine.lines(try await Answers.analyse(database, simulating: false))
        #expect(lines[0].coldStart == false && lines[0].run == SyntheticSuite.id(4).uuidString)
        let table = QuestionsText(lines: lines, hasDatabase: true).text.split(separator: "\n")
        #expect(table[1].hasSuffix("(its cache was not cold)"))
        #expect(table.filter { $0.hasSuffix("(its cache was not cold)") }.count == 1)
    }

    @Test func whatBearsOnOthersStandsBelow() async throws {
        let text = QuestionsText(lines: try await lines(), hasDatabase: true).text
        #expect(text.contains("Figures for questions that are not measured; they decide nothing:"))
        #expect(text.contains("registry:\n  After ") && !text.contains("plugin:\n"))
    }

    @Test func withoutADatabaseRulesAndScenariosAreListed() {
        let text = QuestionsText(lines: AnswerLine.lines(), hasDatabase: false).text
        for question in OpenQuestions.all {
            #expect(text.contains("\(question.id)\n  question  \(question.words)"))
            #expect(text.contains("rule      \(question.rule)"))
        }
        #expect(text.contains("plimsoll run scenarios/overhead.yaml"))
    }

    @Test func programsReadTheSame() async throws {
        let text = try JSONText.document(try await lines())
        let decoded = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
        let objects = try #require(decoded)
        #expect(objects.compactMap { $0["id"] as? String } == OpenQuestions.all.map(\.id))
        let overhead = try #require(objects.first)
        #expect(overhead["verdict"] as? String == "yes" && overhead["unit"] as? String == "s")
        #expect(overhead["run"] as? String == SyntheticSuite.id(4).uuidString)
        #expect(objects.count { $0["state"] as? String == "not measured yet" } == 4)
        #expect(objects.allSatisfy { ($0["state"] as? String == "answered") == ($0["verdict"] != nil) })
    }

    @Test(arguments: [["--all", "--run", "00000000-0000-4000-8000-000000000001"], ["--format", "pdf"]])
    func whatMakesNoSenseIsRefused(arguments: [String]) {
        #expect(throws: (any Error).self) { try ReportCommand.parse(arguments) }
    }
}
