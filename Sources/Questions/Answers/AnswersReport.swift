import Store

/// The main report: every open question with its answer, from all runs of a database. Pure: the same answers give the same text.
///
/// It is dated by the start of the newest run, and shows the charts of the reports that it links to.
package struct AnswersReport: ReportDocument {
    /// What its file's name ends in, by which the index finds it.
    package static let subject = "answers"

    package let answers: Answers
    /// The newest run.
    package let run: RunSummary
    /// The report on each answered question, by its id.
    let details: [String: any AnsweringDocument]

    /// Nil where no run counts, or none that does answers a question.
    package init?(_ answers: Answers) {
        guard let newest = answers.runs.last, !answers.findings.isEmpty else { return nil }
        self.answers = answers
        run = newest
        details = Self.details(answers)
    }

    package var subject: String { Self.subject }

    package var title: String { "What container builds cost on a CI worker: the answers" }

    package var drawings: [Chart] { [] }

    /// The reports that it links to, in the order of the questions, each once.
    package var documents: [any ReportDocument] {
        var seen: Set<String> = []
        return answers.entries.compactMap { details[$0.question.id] }.filter { seen.insert($0.name).inserted }
    }

    package var introduction: String {
        let days = Set(answers.runs.map { Words.day($0.record.startedAt) }).sorted()
        let span = days.count > 1 ? "from \(days.first ?? date) to \(days.last ?? date)" : "of \(date)"
        let jobs = answers.runs.reduce(0) { $0 + $1.jobs }
        let counts = [
            (
                answers.entries.count { answer in
                    answer.state == .answered && ![.undecided, .evidence].contains(answer.record?.verdict)
                }, "decided"
            ),
            (answers.entries.count { $0.record?.verdict == .evidence }, "with evidence for people to judge"),
            (answers.entries.count { $0.record?.verdict == .undecided }, "undecided"),
            (answers.entries.count { $0.state == .notRun || $0.state == .notConcluded }, "not run yet"),
            (answers.entries.count { $0.state == .notMeasured }, "not measured by this version"),
        ]
        let states = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return """
            From \(Words.count(answers.runs.count, "run", "runs")) \(span) with \(Words.count(jobs, "job", "jobs")). Of \
            \(answers.entries.count) questions: \(states.joined(separator: ", ")).
            """
    }

    package var sections: [[String]] {
        [
            AnswersPageSection(answers: answers).paragraphs,
            ["## Each answer"],
            answers.entries.filter { $0.question.state == .measured }.flatMap {
                AnswerDetailSection(answer: $0, document: details[$0.question.id]).paragraphs
            },
            OpenQuestionSection(answers: answers).paragraphs,
            AnswersMethodSection().paragraphs,
            AnswersThreatSection(answers: answers).paragraphs,
            AnswersEnvironmentSection(runs: answers.answering).paragraphs,
            AnswersReproductionSection(answers: answers).paragraphs,
        ]
    }

    /// A file's name tells day and subject alone: of two runs of one day on one subject only the later one's report is written,
    /// and linked to.
    private static func details(_ answers: Answers) -> [String: any AnsweringDocument] {
        var found: [String: any AnsweringDocument] = [:]
        for answer in answers.entries where answer.record != nil {
            guard let findings = answer.findings, let document = findings.document(on: answer.question)
            else {
                continue
            }
            found[answer.question.id] = document
        }
        for (question, document) in found {
            let rivals = found.values.filter { $0.name == document.name && $0.run.id != document.run.id }
            if rivals.contains(where: { isLater($0.run, than: document.run) }) { found[question] = nil }
        }
        return found
    }

    private static func isLater(_ run: RunSummary, than other: RunSummary) -> Bool {
        (run.record.startedAt, run.id.uuidString) > (other.record.startedAt, other.id.uuidString)
    }
}
