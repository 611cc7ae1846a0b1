import Store

/// One question's answer with its rule, its key table and chart, as its own report names them, and the way there.
struct AnswerDetailSection {
    let answer: QuestionAnswer
    /// The report on it; nil where none is written.
    let document: (any AnsweringDocument)?
    /// What that report names as the evidence of this answer.
    private let key: KeyEvidence?

    init(answer: QuestionAnswer, document: (any AnsweringDocument)?) {
        self.answer = answer
        self.document = document
        key = document?.key(to: answer.question)
    }

    var paragraphs: [String] {
        let line = AnswerLine(answer)
        let head = ["### \(line.id)", "**\(line.question)**"]
        let rule = "**Rule, fixed before the run:** \(line.rule)."
        guard answer.record != nil else {
            return head + ["**State: \(line.state).** \(line.sentence) \(line.action)", rule]
        }
        let start: [String?] = [
            "**Verdict:** \(AnswerVerdict(answer: answer).text); \(AnswerNumber(answer: answer).text); \(line.certainty).",
            explanation, rule, keyTable,
        ]
        let end: [String?] = ["**What to do:** \(line.action)", link]
        return head + start.compactMap { $0 } + charts + end.compactMap { $0 }
    }

    /// The report's own words on its answer.
    private var explanation: String? {
        guard let document, let key else { return AnswerSentence(answer: answer).text }
        return linked("**In its report's words: " + key.words, document)
    }

    private var keyTable: String? {
        guard let document else { return nil }
        return key?.table.map { linked($0.text, document) }
    }

    private var charts: [String] {
        guard let document, let key else { return [] }
        return key.charts.flatMap { document.image($0) }
    }

    private var link: String? {
        document.map { "Everything else about it: [\($0.title)](\($0.name).md)." }
    }

    /// Links inside the other report lead there.
    private func linked(_ text: String, _ document: any AnsweringDocument) -> String {
        text.replacing("](#", with: "](\(document.name).md#")
    }
}
