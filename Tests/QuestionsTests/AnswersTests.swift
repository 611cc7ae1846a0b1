import Foundation
import Model
import Store
import Testing

@testable import Questions
@testable import SyntheticRuns

/// Which run answers which question, over all runs of a database.
struct AnswersTests {
    private func answers() async throws -> Answers { try await Answers.analyse(try SyntheticSuite.database()) }

    @Test func everyQuestionStandsOnceInOrder() async throws {
        #expect(try await answers().entries.map(\.question.id) == Questions.all.map(\.id))
        #expect(Set(Questions.all.map(\.id)).count == 19)
    }

    @Test func theNewestRunThatCountsAndEndedAnswers() async throws {
        let answers = try await answers()
        let overhead = try #require(answers.entry(Questions.buildOverhead))
        #expect(overhead.run?.id == SyntheticSuite.id(4))
        #expect(overhead.state == .answered && overhead.record?.verdict == .yes)
        #expect(abs((overhead.record?.estimate ?? 0) - 1.5) < 0.1)
        let cache = try #require(answers.entry(Questions.centralCache))
        #expect(cache.run?.id == SyntheticSuite.id(2) && cache.record?.verdict == .no)
        #expect(answers.entry(Questions.workerDependencies)?.run?.id == SyntheticSuite.id(3))
        #expect(answers.runs.map(\.id) == [1, 2, 3, 4, 6].map(SyntheticSuite.id))
        #expect(answers.answering.map(\.id) == [2, 3, 4].map(SyntheticSuite.id))
        #expect(answers.findings.count == 3)
    }

    @Test func anUnfinishedRunAnswersWhereThereIsNoOther() async throws {
        let database = try SyntheticSuite.database()
        for day in [1, 4] { try database.exclude(run: SyntheticSuite.id(day), reason: "to see what is left") }
        let answers = try await Answers.analyse(database)
        let overhead = try #require(answers.entry(Questions.buildOverhead))
        #expect(overhead.run?.id == SyntheticSuite.id(6))
        #expect(overhead.cautions.contains { if case .unfinished = $0 { true } else { false } })
    }

    @Test func whatIsNotMeasuredHasNoVerdictAndOnlyWhatWasMeasuredBears() async throws {
        let answers = try await answers()
        for entry in answers.entries where entry.question.state == .notMeasuredYet {
            #expect(entry.record == nil && entry.findings == nil && entry.state == .notMeasured)
        }
        func bearings(_ id: String) -> [Bearing] {
            answers.entries.first { $0.question.id == id }?.bearings ?? []
        }
        let registry = try #require(answers.entry(Questions.centralCache)?.findings?.centralCache?.registry)
        #expect(bearings("registry").first?.evidence == .registry(registry))
        let jobs = answers.runs.reduce(0) { $0 + $1.jobs }
        #expect(bearings("jenkins").first?.evidence == .ownExecutor(jobs: jobs, succeeded: jobs, runs: 5))
        #expect(
            bearings("engine-choice").contains { $0.evidence == .engines(versions: ["20.10.24"], runs: 5) })
        #expect(bearings("promotion").count == 1)
        #expect(bearings("plugin").isEmpty && bearings("orchestrator").isEmpty && bearings("abstraction").isEmpty)
    }

    @Test func whatNoRunBearsOnNamesItsScenario() async throws {
        let answers = try await answers()
        for entry in answers.entries where entry.question.state == .measured {
            #expect(entry.question.scenario != nil && entry.question.advice != nil)
        }
        #expect(answers.entry(Questions.isolation)?.state == .notRun)
        #expect(answers.entry(Questions.capacity)?.state == .notRun)
    }

    @Test func scenariosMeasureTheQuestionsThatTheyAreNamedFor() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../scenarios")
        for question in Questions.all {
            guard let scenario = question.scenario else {
                #expect(question.state == .notMeasuredYet)
                continue
            }
            let text = try String(contentsOf: root.appending(path: scenario + ".yaml"), encoding: .utf8)
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("questions:") })
            let ids = line.split { !$0.isLetter && $0 != "-" }.map(String.init)
            #expect(ids.contains(question.id), "\(scenario).yaml bears on \(question.id)")
        }
    }

    @Test func everyVerdictHasSomethingToDo() {
        for question in Questions.all where question.state == .measured {
            let isEvidence = question.rule.hasPrefix("evidence only") || question.id == Questions.capacity.id
            let possible: [VerdictRecord.Verdict] = isEvidence ? [.evidence, .undecided] : [.yes, .no, .undecided]
            for verdict in possible { #expect(question.advice?.on(verdict).isEmpty == false, "\(question.id)") }
        }
    }

    @Test func aDatabaseWithoutRunsKnowsTheQuestions() async throws {
        let answers = try await Answers.analyse(try ResultsDatabase.inMemory())
        #expect(answers.entries.count == 19 && answers.findings.isEmpty)
        #expect(answers.entries.allSatisfy { $0.bearings.isEmpty && $0.record == nil })
    }
}
