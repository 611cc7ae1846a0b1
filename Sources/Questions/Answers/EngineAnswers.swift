import Foundation
import Store

/// What one engine's own runs say: of each question that was asked on several engines, its newest run there.
package struct EngineAnswers: Sendable {
    /// As `Docker 28.5.2, Debian forky`.
    let engine: String
    /// In the order of the list of questions.
    let entries: [QuestionAnswer]

    func entry(_ question: any Question) -> QuestionAnswer? { entries.first { $0.question.id == question.id } }

    /// The runs to ask: by question, then by engine. Questions that one engine answers alone are left out, and so are simulations
    /// and runs that vary engines.
    static func runs(of questions: [any Question], among runs: [RunSummary]) -> [(any Question, [String: RunSummary])] {
        let single = runs.filter { RunEngines($0).all.count < 2 }
        let named = single.compactMap { run in RunEngines.words(run).map { (engine: $0, run: run) } }
        let byEngine = Dictionary(grouping: named, by: \.engine).mapValues { $0.map(\.run) }
        guard byEngine.count > 1 else { return [] }
        return questions.filter { !$0.isSimulated }
            .map { question in
                (question, byEngine.compactMapValues { Answers.newest(bearingOn: question, among: $0) })
            }
            .filter { $0.1.count > 1 }
    }

    /// Docker before Podman, older versions first.
    static func grouped(_ answers: [(engine: String, answer: QuestionAnswer)]) -> [EngineAnswers] {
        Dictionary(grouping: answers, by: \.engine)
            .map { engine, found in EngineAnswers(engine: engine, entries: found.map(\.answer)) }
            .sorted { $0.engine.compare($1.engine, options: .numeric) == .orderedAscending }
    }
}

/// The table of all questions that several engines answer: a row for each engine, a column for each question.
struct EngineAnswersSection {
    let answers: Answers

    var blocks: [Page.Block] {
        let questions = answers.entries.map(\.question).filter { question in
            answers.byEngine.contains { $0.entry(question)?.record != nil }
        }
        guard !questions.isEmpty else { return [] }
        let titles = ["engine"] + questions.map { "[\($0.id)](#\($0.id))" }
        var table = Table(titles.map { (title: $0, alignment: .left) })
        for engine in answers.byEngine {
            table.add([engine.engine] + questions.map { cell(engine.entry($0)) })
        }
        return [
            "### By engine", "What each engine's own runs answer. A dash: no run there answers that question.",
            .table(table),
            """
            Each cell is from the newest run on that engine alone. Days and profiles can differ, so small differences mean little: \
            see the [environment](#environment). The same jobs on all engines in turn are under [engine-choice](#engine-choice).
            """,
        ]
    }

    private func cell(_ answer: QuestionAnswer?) -> String {
        guard let answer, answer.record != nil else { return Words.absent }
        let line = AnswerLine(answer)
        return line.number == Words.absent ? line.label : "\(line.label); \(line.number)"
    }
}
