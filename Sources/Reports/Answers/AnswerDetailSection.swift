import Findings
import Results

/// One question's answer with its rule, its key table and chart, as its own report gives them, and the way there.
struct AnswerDetailSection {
    let answer: QuestionAnswer
    /// The report on it; nil where none is written.
    let document: (any ReportDocument)?

    var paragraphs: [String] {
        let line = AnswerLine(answer)
        let head = ["### \(line.id)", "**\(line.question)**"]
        let rule = "**Rule, fixed before the run:** \(line.rule)."
        guard answer.record != nil else {
            return head + ["**State: \(line.state).** \(line.sentence) \(line.action)", rule]
        }
        let body: [String?] = [
            "**Verdict:** \(AnswerVerdict(answer: answer).text); \(AnswerNumber(answer: answer).text); \(line.certainty).",
            explanation, rule, keyTable, chart,
            "**What to do:** \(line.action)",
            link,
        ]
        return head + body.compactMap { $0 }
    }

    /// The report's own words on its answer, without the mark by which the index finds reports' answers.
    private var explanation: String? {
        guard let document else { return AnswerSentence(answer: answer).text }
        let found = document.paragraphs(on: answer.question).first { $0.hasPrefix(AnswerSection.headlineMark) }
        return found.map {
            linked("**In its report's words: " + $0.dropFirst(AnswerSection.headlineMark.count), document)
        }
    }

    private var keyTable: String? {
        guard let document else { return nil }
        return document.paragraphs(on: answer.question).first { $0.hasPrefix("| ") }.map { linked($0, document) }
    }

    /// The chart that shows most of an answer is its report's first.
    private var chart: String? {
        guard let document else { return nil }
        return document.image(document.drawings.first).first
    }

    private var link: String? {
        document.map { "Everything else about it: [\($0.title)](\($0.name).md)." }
    }

    /// Links inside the other report lead there.
    private func linked(_ text: String, _ document: any ReportDocument) -> String {
        text.replacing("](#", with: "](\(document.name).md#")
    }
}

extension ReportDocument {
    /// Its paragraphs from a question on: a report on two of them tells one after the other.
    func paragraphs(on question: Question) -> [String] {
        let all = sections.flatMap { $0 }
        let start = all.firstIndex { $0.hasPrefix("**") && $0.hasSuffix("(`\(question.id)`)") } ?? 0
        return Array(all[start...])
    }
}
