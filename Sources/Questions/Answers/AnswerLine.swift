import Foundation
import Store

/// One question with what is known of it, in words: a row of the page of answers, of a terminal's table, of a JSON document.
package struct AnswerLine: Sendable, Encodable {
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

    /// The figure with its interval: `0.862 s (0.84 s to 0.91 s)`.
    package let number: String
    /// The same with what it is of: `overhead: 0.862 s (0.84 s to 0.91 s)`.
    let figure: String
    /// The verdict with what it affirms or denies: `light? **yes**`.
    let label: String
    /// What it rests on, and how many warnings there are.
    let certainty: String
    /// One sentence.
    let sentence: String
    /// What to do.
    let action: String

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
        warnings = answer.run == nil ? nil : answer.warnings.count
        coldStart = answer.run.map { $0.inheritedHits == 0 }
        evidence = answer.related.map(\.full)
        label = answer.label
        number = answer.number
        figure = number == Words.absent ? number : (answer.found?.answer.measure ?? "") + number
        certainty = answer.certainty
        sentence = answer.sentence
        action =
            record.map { question.advice.on($0.verdict) }
            ?? question.scenario.map { "Measure it: `plimsoll run scenarios/\($0).yaml`." }
            ?? "Decide on other grounds, or wait until it is measured."
    }

    /// The lines of all questions, in their order.
    package static func lines(_ answers: Answers) -> [AnswerLine] {
        answers.entries.map { AnswerLine($0) }
    }

    /// The lines of all questions where there is no database.
    package static func lines() -> [AnswerLine] {
        OpenQuestions.all.map { AnswerLine(QuestionAnswer(question: $0)) }
    }
}

extension RelatedEvidence {
    /// With its figures, and the question that it was measured for.
    var full: String { sentence + (source.map { " (measured for `\($0)`)" } ?? "") + "." }

    /// What is said where nothing bears on a question.
    static let nothing = "Nothing in this database bears on it."

    /// What bears on a question in a few words, without the figures.
    static func briefly(_ related: [RelatedEvidence]) -> String {
        related.isEmpty
            ? nothing
            : related.map { $0.brief + ($0.source.map { " (`\($0)`)" } ?? "") }.joined(separator: "; ")
    }
}

// MARK: - In words

extension QuestionAnswer {
    fileprivate var sentence: String {
        guard run != nil, let record else {
            return switch state {
            case .notRun: "No run of this database measured it."
            case .notConcluded, .answered: "A run bears on it, but nothing follows from it yet."
            case .notMeasured: "Not measured yet."
            }
        }
        guard record.estimate != nil || record.verdict != .undecided else { return Answer.tooLittle }
        return found?.answer.sentence ?? Words.absent
    }

    /// `light? **yes**`, or how far the question has come where there is no verdict.
    fileprivate var label: String {
        let terms = question.terms
        let word =
            switch record?.verdict {
            case .yes: terms.yes
            case .no: terms.no
            case .undecided: "undecided"
            case .evidence: "evidence"
            case nil: state.rawValue
            }
        return terms.claim + (found?.answer.verdict ?? "**\(word)**")
    }

    fileprivate var number: String {
        guard let record, !(record.verdict == .undecided && question.terms.hidesUndecidedFigure) else {
            return Words.absent
        }
        return Words.figure(record)
    }

    /// How sure it is: what its figure rests on, and what a reader should know beside.
    fileprivate var certainty: String {
        guard let record else { return Words.absent }
        var parts = basis(record)
        if let jobsNeeded { parts.append("about \(jobsNeeded) more would decide it") }
        parts.append(warningWords)
        return parts.joined(separator: ", ")
    }

    private func basis(_ record: VerdictRecord) -> [String] {
        let terms = question.terms
        let count = "n = " + Words.count(record.n, terms.counted.one, terms.counted.many)
        let range = record.low == nil ? [] : ["range over repeats"]
        switch terms.basis {
        case .computed: return ["computed, nothing is sampled"]
        case .overRepeats: return [count] + range
        case .simulated:
            return [count, "simulated"] + (record.verdict == .evidence ? ["agrees with measured waits"] : []) + range
        case .counted: return [count, "counted"]
        case .sampled:
            if record.unit == "byte" { return ["counted, nothing is sampled"] }
            guard record.estimate != nil else { return [count] }
            if record.low != nil, found?.verdict.estimate?.unvaried != nil {
                return [count, "95 % bound, as none of them differed"]
            }
            return [count, record.low == nil ? "too few for an interval" : "95 % interval"]
        }
    }

    /// How many warnings there are, and how many of them are about what decided.
    private var warningWords: String {
        guard !warnings.isEmpty else { return "no warnings" }
        let link = "[\(Words.count(warnings.count, "warning", "warnings"))](#warnings)"
        guard let decidedBy = found?.verdict.decidedBy else { return link }
        let close = warnings.count { $0.concerns(decidedBy) }
        if close == warnings.count { return link }
        return "\(link), \(close == 0 ? "none" : "\(close)") on the deciding figure"
    }
}
