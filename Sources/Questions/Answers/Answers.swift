import Foundation
import Store

/// What all runs of a database say together: every open question, with what is known of it.
package struct Answers: Sendable, Equatable {
    /// The runs that count, the oldest first.
    package var runs: [RunSummary]
    /// Every question, in the order of `Questions.all`.
    package var entries: [QuestionAnswer]

    /// All that the runs say which answer a question, each once, in the order of the questions.
    package var findings: [RunFindings] {
        var seen: Set<UUID> = []
        return entries.compactMap(\.findings).filter { seen.insert($0.run.id).inserted }
    }

    /// The runs that answer a question, the oldest first.
    package var answering: [RunSummary] {
        let ids = Set(findings.map(\.run.id))
        return runs.filter { ids.contains($0.id) }
    }

    /// What is known of every question, each from one run: the newest that bears on it, counts (is not excluded) and came to
    /// its end; where none did, the newest that counts. Each such run is analysed once.
    ///
    /// - Parameter simulating: whether `capacity`, which is a simulation and takes its time, is worked out; otherwise its
    ///   verdict is the one that a report saved, where one did.
    /// - Throws: `FindingsError`; `ResultsError` where the database cannot be read; `SimulationError`.
    package static func analyse(_ database: ResultsDatabase, simulating: Bool = true) async throws -> Answers {
        let runs = try database.runs().filter { $0.excluded == nil }
        var analysed: [UUID: RunFindings] = [:]
        for question in Questions.all {
            guard let run = newest(bearingOn: question, among: runs), analysed[run.id] == nil else { continue }
            analysed[run.id] = try RunFindings.analyse(database, run: run.id)
        }
        if simulating, let run = newest(bearingOn: Questions.capacity, among: runs) {
            analysed[run.id]?.capacity = try await CapacityAnalysis.analyse(
                database, run: run, terms: CapacityTerms(seed: run.record.seed))
        }
        var entries: [QuestionAnswer] = []
        for question in Questions.all {
            let findings = newest(bearingOn: question, among: runs).flatMap { analysed[$0.id] }
            var record = findings?.record(on: question)
            if !simulating, record == nil, question == Questions.capacity, let run = findings?.run {
                record = try database.verdicts(run: run.id).first { $0.question == question.id }
            }
            entries.append(QuestionAnswer(question: question, findings: findings, record: record, bearings: []))
        }
        var answers = Answers(runs: runs, entries: entries)
        for index in entries.indices where entries[index].question.state == .notMeasuredYet {
            answers.entries[index].bearings = Bearing.bearings(on: entries[index].question, in: answers)
        }
        return answers
    }

    /// What is known of a question.
    package func entry(_ question: Question) -> QuestionAnswer? {
        entries.first { $0.question.id == question.id }
    }

    private static func newest(bearingOn question: Question, among runs: [RunSummary]) -> RunSummary? {
        // A question that nothing measures has no answer, whatever a scenario says it bears on.
        guard question.state == .measured else { return nil }
        let bearing = runs.filter { !$0.scenarios(bearingOn: question).isEmpty }
        return bearing.last { $0.endReason == "finished" } ?? bearing.last
    }
}
