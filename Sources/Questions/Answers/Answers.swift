import Foundation
import Store

/// What all runs of a database say together: every open question, with what is known of it.
package struct Answers: Sendable {
    /// Those that count, the oldest first.
    package var runs: [RunSummary]
    /// Every question, in the order of the list.
    package var entries: [QuestionAnswer]
    /// What each engine's own runs say, where questions were asked on several; empty otherwise.
    package private(set) var byEngine: [EngineAnswers] = []

    /// The runs that a question is answered from, on any engine, the oldest first.
    package var answering: [RunSummary] {
        let ids = Set((entries + byEngine.flatMap(\.entries)).compactMap(\.run?.id))
        return runs.filter { ids.contains($0.id) }
    }

    /// The ids of the questions that a run answers, in the order of the list.
    func questions(answeredBy run: RunSummary) -> [String] {
        let all = entries + byEngine.flatMap(\.entries)
        return entries.map(\.question.id).filter { id in all.contains { $0.question.id == id && $0.run?.id == run.id } }
    }

    /// All verdicts on the runs that questions are answered from, the oldest first: what to save.
    package private(set) var verdicts: [(run: UUID, records: [VerdictRecord])] = []

    /// What is known of every question, each from one run: the newest that bears on it, counts (is not excluded) and came to
    /// its end; where none did, the newest that counts.
    ///
    /// - Parameter simulating: whether what is a simulation, which takes its time, is worked out; otherwise its verdict is the one
    ///   that a report saved, where one did.
    /// - Throws: `FindingsError`; `ResultsError` where the database cannot be read; `SimulationError`.
    package static func analyse(
        _ database: ResultsDatabase, questions: [any Question] = OpenQuestions.all, simulating: Bool = true
    ) async throws -> Answers {
        let runs = try database.runs().filter { $0.excluded == nil }
        var readers: [UUID: RunReader] = [:]
        func read(_ run: RunSummary) -> RunReader {
            let reader = readers[run.id] ?? RunReader(run, in: database)
            readers[run.id] = reader
            return reader
        }
        var entries: [QuestionAnswer] = []
        for question in questions {
            guard let run = newest(bearingOn: question, among: runs) else {
                entries.append(QuestionAnswer(question: question))
                continue
            }
            let reader = read(run)
            if question.isSimulated, !simulating {
                let saved = try database.verdicts(run: run.id).first { $0.question == question.id }
                entries.append(QuestionAnswer(question: question, run: run, record: saved))
            } else {
                entries.append(try await QuestionAnswer.of(question, in: reader))
            }
        }
        var onEngines: [(engine: String, answer: QuestionAnswer)] = []
        for (question, newest) in EngineAnswers.runs(of: questions, among: runs) {
            for (engine, run) in newest {
                onEngines.append((engine, try await QuestionAnswer.of(question, in: read(run))))
            }
        }
        var answers = Answers(runs: runs, entries: entries, byEngine: EngineAnswers.grouped(onEngines))
        for run in answers.answering {
            guard let reader = readers[run.id] else { continue }
            var records = entries.filter { $0.run?.id == run.id }.compactMap(\.record)
            // What is answered from a newer run is saved of this one, too.
            for question in questions where question.isMeasured && !question.isSimulated {
                guard !records.contains(where: { $0.question == question.id }) else { continue }
                if let record = try await QuestionAnswer.of(question, in: reader).record { records.append(record) }
            }
            answers.verdicts.append((run.id, records))
        }
        for index in entries.indices {
            answers.entries[index].related = entries[index].question.related(in: answers)
        }
        return answers
    }

    func entry(_ question: any Question) -> QuestionAnswer? { entries.first { $0.question.id == question.id } }

    /// What a question found in the run that answers it; nil where nothing did.
    func evidence<Asked: Question>(of question: Asked) -> Asked.Evidence? {
        entry(question)?.found?.evidence as? Asked.Evidence
    }

    static func newest(bearingOn question: any Question, among runs: [RunSummary]) -> RunSummary? {
        // A question that nothing measures has no answer, whatever a scenario says it bears on.
        guard question.isMeasured else { return nil }
        let bearing = runs.filter { !$0.scenarios(bearingOn: question.id).isEmpty }
        return bearing.last { $0.endReason == "finished" } ?? bearing.last
    }
}

/// All that one run says: of each question that it bears on, and on its own pages.
package struct RunAnswers: Sendable {
    package let run: RunSummary
    /// The questions that it says something of, in the order of the list.
    package let entries: [QuestionAnswer]
    /// Its pages, each once: those that answer questions first.
    package let pages: [Page]

    package var verdicts: [VerdictRecord] { entries.compactMap(\.record) }

    /// Asks every question of a run, simulations too.
    ///
    /// - Throws: as `Answers.analyse`.
    package static func analyse(
        _ reader: RunReader, questions: [any Question] = OpenQuestions.all
    ) async throws -> RunAnswers {
        var entries: [QuestionAnswer] = []
        for question in questions where question.isMeasured {
            let answer = try await QuestionAnswer.of(question, in: reader)
            if answer.found != nil { entries.append(answer) }
        }
        var names: Set<String> = []
        let pages = entries.compactMap(\.page).filter { names.insert($0.name).inserted }
        return RunAnswers(run: reader.run, entries: entries, pages: pages + (try await OtherPages.pages(of: reader)))
    }
}

/// What is known of one question.
package struct QuestionAnswer: Sendable {
    package enum State: String, Sendable {
        case answered
        /// A run bears on it, but nothing was concluded from it: a simulation that was not made, or a run without the data.
        case notConcluded = "run, not concluded"
        /// A scenario measures it, but no run that counts is there.
        case notRun = "not run yet"
        case notMeasured = "not measured yet"
    }

    struct Found: Sendable {
        let evidence: any Sendable
        let verdict: Verdict
        let warnings: [Warning]
        let answer: Answer
        let makePage: @Sendable () -> Page
    }

    package let question: any Question
    /// The run that answers it, or is to.
    package var run: RunSummary?
    /// What that run says; nil where it was not asked, or says nothing.
    var found: Found?
    /// Nil where nothing was concluded. A question that is not measured never has one.
    package var record: VerdictRecord?
    /// What was measured for other questions and bears on it.
    package var related: [RelatedEvidence] = []

    static func of(_ question: any Question, in reader: RunReader) async throws -> QuestionAnswer {
        let found = try await question.found(in: reader)
        return QuestionAnswer(
            question: question, run: reader.run, found: found, record: found.map { question.record(of: $0.verdict) })
    }

    package var state: State {
        if !question.isMeasured { return .notMeasured }
        if record != nil { return .answered }
        return run == nil ? .notRun : .notConcluded
    }

    package var page: Page? { found?.makePage() }
    package var warnings: [Warning] { found?.warnings ?? [] }
    /// How many more jobs would decide it; nil when it is decided, or when no number of jobs would.
    package var jobsNeeded: Int? { record?.verdict == .undecided ? found?.verdict.jobsNeeded : nil }
}

extension Question {
    /// What a run says of it, with all that follows; nil where the run does not bear on it.
    fileprivate func found(in run: RunReader) async throws -> QuestionAnswer.Found? {
        guard let evidence = try await run.evidence(of: self) else { return nil }
        let verdict = verdict(on: evidence)
        return QuestionAnswer.Found(
            evidence: evidence, verdict: verdict, warnings: warnings(on: evidence), answer: answer(evidence, verdict),
            makePage: { page(evidence, verdict) })
    }
}
