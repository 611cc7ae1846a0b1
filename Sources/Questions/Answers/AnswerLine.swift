import Foundation
import Store

/// One question with what is known of it, in words: a row of the page of answers, of a terminal's table, of a JSON document.
package struct AnswerLine: Sendable, Equatable, Encodable {
    /// The question's id.
    package let id: String
    /// The question in its words.
    package let question: String
    /// What is measured for it.
    package let measuredBy: String
    /// Its rule.
    package let rule: String
    /// How far it has come: `answered`, `run, not concluded`, `not run yet`, `not measured yet`.
    package let state: String
    /// The shipped scenario that measures it; nil where none does.
    package let scenario: String?
    /// The run that answers it.
    package let run: String?
    /// When that run started.
    package let startedAt: Date?
    /// `yes`, `no`, `undecided` or `evidence`; nil where there is no verdict.
    package let verdict: String?
    /// The figure, in `unit`.
    package let estimate: Double?
    /// The lower end of its interval.
    package let low: Double?
    /// The upper end of its interval.
    package let high: Double?
    /// The unit of the three.
    package let unit: String?
    /// How much the figure rests on.
    package let n: Int?
    /// How many more would decide it, where it is undecided and more would.
    package let needed: Int?
    /// How many warnings stand beside it.
    package let warnings: Int?
    /// Whether the run began with a cold cache; false where an earlier run had filled it, so that its figures are too good.
    package let coldStart: Bool?
    /// What bears on it, where no scenario measures it.
    package let evidence: [String]

    /// What the verdict is called in a table.
    package let label: String
    /// The figure with its interval, as a report words it.
    package let number: String
    /// What it rests on, and how many warnings there are.
    package let certainty: String
    /// One sentence.
    package let sentence: String
    /// What to do.
    package let action: String

    private enum CodingKeys: String, CodingKey {
        case id, question, rule, state, scenario, run, verdict, estimate, low, high, unit, n, needed, warnings, evidence
        case measuredBy = "measured_by"
        case startedAt = "started_at"
        case coldStart = "cold_start"
    }

    /// The line of one question.
    package init(_ answer: QuestionAnswer) {
        let question = answer.question
        let record = answer.record
        let warnings = answer.cautions.count
        id = question.id
        self.question = question.words
        measuredBy = question.measuredBy
        rule = question.rule
        state = answer.state.rawValue
        scenario = question.scenario.map { "scenarios/\($0).yaml" }
        run = answer.run?.id.uuidString
        startedAt = answer.run?.record.startedAt
        verdict = record?.verdict.rawValue
        estimate = record?.estimate
        low = record?.low
        high = record?.high
        unit = record?.unit
        n = record?.n
        needed = answer.jobsNeeded
        self.warnings = answer.findings == nil ? nil : warnings
        coldStart = answer.run.map { $0.inheritedHits == 0 }
        evidence = answer.bearings.map { BearingWords.text($0) }
        label = AnswerVerdict(answer: answer).label
        number = AnswerNumber(answer: answer).figure
        certainty = AnswerCertainty(answer: answer).text
        sentence = AnswerSentence(answer: answer).text
        action =
            record.flatMap { question.advice?.on($0.verdict) }
            ?? question.scenario.map { "Measure it: `plimsoll run scenarios/\($0).yaml`." }
            ?? "Decide on other grounds, or wait until it is measured."
    }

    /// The lines of all questions, in their order.
    package static func lines(_ answers: Answers) -> [AnswerLine] {
        answers.entries.map { AnswerLine($0) }
    }

    /// The lines of all questions where there is no database.
    package static func lines() -> [AnswerLine] {
        Questions.all.map { AnswerLine(QuestionAnswer(question: $0)) }
    }
}
