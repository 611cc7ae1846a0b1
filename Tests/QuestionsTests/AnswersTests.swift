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
        #expect(try await answers().entries.map(\.question.id) == OpenQuestions.all.map(\.id))
        #expect(Set(OpenQuestions.all.map(\.id)).count == OpenQuestions.all.count)
        #expect(OpenQuestions.all.allSatisfy { !$0.rule.isEmpty && !$0.words.isEmpty && !$0.measuredBy.isEmpty })
    }

    @Test func theNewestRunThatCountsAndEndedAnswers() async throws {
        let answers = try await answers()
        let overhead = try #require(answers.entry(BuildOverheadQuestion()))
        #expect(overhead.run?.id == SyntheticSuite.id(4))
        #expect(overhead.state == .answered && overhead.record?.verdict == .yes)
        #expect(abs((overhead.record?.estimate ?? 0) - 1.5) < 0.1)
        let cache = try #require(answers.entry(CentralCacheQuestion()))
        #expect(cache.run?.id == SyntheticSuite.id(2) && cache.record?.verdict == .no)
        #expect(answers.entry(WorkerDependenciesQuestion())?.run?.id == SyntheticSuite.id(3))
        #expect(answers.runs.map(\.id) == [1, 2, 3, 4, 6].map(SyntheticSuite.id))
        #expect(answers.answering.map(\.id) == [2, 3, 4].map(SyntheticSuite.id))
    }

    @Test func anUnfinishedRunAnswersWhereThereIsNoOther() async throws {
        let database = try SyntheticSuite.database()
        for day in [1, 4] { try database.exclude(run: SyntheticSuite.id(day), reason: "to see what is left") }
        let answers = try await Answers.analyse(database)
        let overhead = try #require(answers.entry(BuildOverheadQuestion()))
        #expect(overhead.run?.id == SyntheticSuite.id(6))
        #expect(overhead.warnings.contains { if case .unfinished = $0 { true } else { false } })
    }

    @Test func whatIsNotMeasuredHasNoVerdictAndOnlyWhatWasMeasuredBears() async throws {
        let answers = try await answers()
        for entry in answers.entries where !entry.question.isMeasured {
            #expect(entry.record == nil && entry.found == nil && entry.state == .notMeasured)
        }
        func related(_ id: String) -> [RelatedEvidence] {
            answers.entries.first { $0.question.id == id }?.related ?? []
        }
        let registry = try #require(answers.evidence(of: CentralCacheQuestion())?.registry)
        let kept = "After \(registry.pushes) pushes the registry kept \(Words.bytes(registry.kept)), "
        #expect(related("registry").first?.sentence.hasPrefix(kept) == true)
        #expect(related("registry").first?.source == "central-cache")
        let jobs = answers.runs.reduce(0) { $0 + $1.jobs }
        #expect(
            related("jenkins").first?.sentence == """
                Plimsoll ran \(jobs) jobs whole (context to cleanup) through its own executor in 5 runs, without a CI server; \
                \(jobs) succeeded
                """)
        #expect(
            related("engine-choice").contains {
                $0.sentence.hasPrefix("All figures of 5 runs are of one version of the engine, 20.10.24:")
                    && $0.source == nil
            })
        #expect(related("promotion").isEmpty && answers.entry(PromotionQuestion())?.state == .notRun)
        #expect(related("plugin").isEmpty && related("orchestrator").isEmpty && related("abstraction").isEmpty)
    }

    @Test func whatNoRunBearsOnNamesItsScenario() async throws {
        let answers = try await answers()
        for entry in answers.entries where entry.question.isMeasured {
            #expect(entry.question.scenario != nil)
        }
        #expect(answers.entry(IsolationQuestion())?.state == .notRun)
        #expect(answers.entry(CapacityQuestion())?.state == .notRun)
    }

    @Test func scenariosMeasureTheQuestionsThatTheyAreNamedFor() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../scenarios")
        for question in OpenQuestions.all {
            guard let scenario = question.scenario else {
                #expect(!question.isMeasured)
                continue
            }
            let text = try String(contentsOf: root.appending(path: scenario + ".yaml"), encoding: .utf8)
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("questions:") })
            let ids = line.split { !$0.isLetter && $0 != "-" }.map(String.init)
            #expect(ids.contains(question.id), "\(scenario).yaml bears on \(question.id)")
        }
    }

    @Test func everyVerdictHasSomethingToDo() {
        for question in OpenQuestions.all where question.isMeasured {
            let isEvidence = question.rule.hasPrefix("evidence only") || question.id == CapacityQuestion().id
            let possible: [VerdictRecord.Verdict] = isEvidence ? [.evidence, .undecided] : [.yes, .no, .undecided]
            for verdict in possible { #expect(!question.advice.on(verdict).isEmpty, "\(question.id)") }
        }
    }

    @Test func aDatabaseWithoutRunsKnowsTheQuestions() async throws {
        let answers = try await Answers.analyse(try ResultsDatabase.inMemory())
        #expect(answers.entries.count == OpenQuestions.all.count && answers.answering.isEmpty)
        #expect(answers.entries.allSatisfy { $0.related.isEmpty && $0.record == nil })
    }
}
