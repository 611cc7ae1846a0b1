import Foundation
import Store

/// One question with what is known of it, in words: a row of the page of answers, of a terminal's table, of a JSON document.
package struct AnswerLine: Sendable, Encodable {
    package let id: String
    package let question: String
    package let measuredBy: String
    package let rule: String
    /// How far it has come: `answered`, `run, not concluded`, `not run yet`, `not measured yet`.
    package let state: String
    /// The shipped scenario that measures it; nil where none does.
    package let scenario: String?
    package let run: String?
    package let startedAt: Date?
    /// What its jobs ran on, as `Docker 20.10.24`; nil where it was not recorded.
    package let engine: String?
    /// `yes`, `no`, `undecided` or `evidence`; nil where there is no verdict.
    package let verdict: String?
    /// The figure with the ends of its interval, in `unit`.
    package let estimate: Double?
    package let low: Double?
    package let high: Double?
    package let unit: String?
    /// How much the figure rests on.
    package let n: Int?
    /// How many more would decide it, where it is undecided and more would.
    package let needed: Int?
    package let warnings: Int?
    /// Whether the run began with a cold cache; false where an earlier run had filled it, so that its figures are too good.
    package let coldStart: Bool?
    package let evidence: [String]

    private let answer: QuestionAnswer

    private enum CodingKeys: String, CodingKey {
        case id, question, rule, state, scenario, run, engine, verdict, estimate, low, high, unit, n, needed, warnings,
            evidence
        case measuredBy = "measured_by"
        case startedAt = "started_at"
        case coldStart = "cold_start"
    }

    package init(_ answer: QuestionAnswer) {
        let (question, record) = (answer.question, answer.record)
        self.answer = answer
        (id, self.question, measuredBy) = (question.id, question.words, question.measuredBy)
        (rule, state) = (question.rule, answer.state.rawValue)
        scenario = question.scenario.map { "scenarios/\($0).yaml" }
        run = answer.run?.id.uuidString
        startedAt = answer.run?.record.startedAt
        engine = answer.run.flatMap(RunEngines.words)
        (verdict, estimate, low, high) = (record?.verdict.rawValue, record?.estimate, record?.low, record?.high)
        (unit, n, needed) = (record?.unit, record?.n, answer.jobsNeeded)
        warnings = answer.run == nil ? nil : answer.warnings.count
        coldStart = answer.run.map { $0.inheritedHits == 0 }
        evidence = answer.related.map(\.full)
    }

    package static func lines(_ answers: Answers) -> [AnswerLine] { answers.entries.map { AnswerLine($0) } }

    /// The lines of all questions where there is no database.
    package static func lines() -> [AnswerLine] { OpenQuestions.all.map { AnswerLine(QuestionAnswer(question: $0)) } }
}

extension RelatedEvidence {
    /// With its figures, and the question that it was measured for.
    var full: String { sentence + (source.map { " (measured for `\($0)`)" } ?? "") + "." }

    static let nothing = "This database has no related evidence."

    /// What bears on a question in a few words, without the figures.
    static func briefly(_ related: [RelatedEvidence]) -> String {
        let briefs = related.map { $0.brief + ($0.source.map { " (`\($0)`)" } ?? "") }
        return briefs.isEmpty ? nothing : briefs.joined(separator: "; ")
    }
}

// MARK: - In words

extension AnswerLine {
    var sentence: String {
        guard answer.run != nil, let record = answer.record else {
            return switch answer.state {
            case .notRun: "No run of this database measured it."
            case .notConcluded, .answered: "A run is there, but nothing follows from it yet."
            case .notMeasured: "Not measured yet."
            }
        }
        guard record.estimate != nil || record.verdict != .undecided else { return Answer.tooLittle }
        return answer.found?.answer.sentence ?? Words.absent
    }

    var action: String {
        answer.record.map { answer.question.advice.on($0.verdict) }
            ?? answer.question.scenario.map { "Measure it: `plimsoll run scenarios/\($0).yaml`." }
            ?? "Decide on other grounds, or wait until it is measured."
    }

    /// The verdict with what it affirms or denies, `light? **yes**`, or how far the question has come where there is no verdict.
    var label: String {
        let terms = answer.question.terms
        let word =
            switch answer.record?.verdict {
            case .yes: terms.yes
            case .no: terms.no
            case let verdict?: verdict.rawValue
            case nil: state
            }
        return terms.claim + (answer.found?.answer.verdict ?? "**\(word)**")
    }

    /// The figure with its interval: `0.862 s (0.84 s to 0.91 s)`.
    package var number: String {
        guard let record = answer.record,
            record.verdict != .undecided || !answer.question.terms.hidesUndecidedFigure
        else { return Words.absent }
        return Words.figure(record)
    }

    /// The same with what it is of: `overhead: 0.862 s (0.84 s to 0.91 s)`.
    var figure: String { number == Words.absent ? number : (answer.found?.answer.measure ?? "") + number }

    /// How sure it is: what its figure rests on, and what a reader should know beside.
    var certainty: String {
        guard let record = answer.record else { return Words.absent }
        let more = needed.map { ["about \($0) more needed"] } ?? []
        return (basis(record) + more + [warningWords]).joined(separator: ", ")
    }

    private func basis(_ record: VerdictRecord) -> [String] {
        let terms = answer.question.terms
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
            if record.low != nil, answer.found?.verdict.estimate?.unvaried != nil {
                return [count, "95 % bound, none differed"]
            }
            return [count, record.low == nil ? "too few for an interval" : "95 % interval"]
        }
    }

    /// How many warnings there are, and how many of them are about what decided.
    private var warningWords: String {
        let warnings = answer.warnings
        guard !warnings.isEmpty else { return "no warnings" }
        let link = "[\(Words.count(warnings.count, "warning", "warnings"))](#warnings)"
        guard let decidedBy = answer.found?.verdict.decidedBy else { return link }
        let close = warnings.count { $0.concerns(decidedBy) }
        return close == warnings.count ? link : "\(link), \(close == 0 ? "none" : "\(close)") on this figure"
    }
}
