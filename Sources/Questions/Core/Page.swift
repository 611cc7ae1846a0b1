import Foundation
import Store

/// A page as data: what `Publishing` writes as Markdown or as HTML.
package struct Page: Sendable {
    package enum Block: Sendable {
        /// A heading, a paragraph, a list or a block of code, in Markdown.
        case text(String)
        case table(Table)
        /// A chart; of another page, by that page's name, or of this one.
        case chart(Chart, of: String? = nil)
    }

    /// What the line with the answer starts with, by which the index of reports finds it: nothing else on a page does.
    package static let answerMark = "**Answer: "

    /// What it is about, in a word: part of its file's name.
    package var subject: String
    package var title: String
    package var run: RunSummary
    /// The first paragraph, under the headline.
    package var introduction: String
    /// What follows. Texts and tables that are empty are left out.
    package var blocks: [Block]
    /// What the page of answers shows of it beside a verdict; nil on a page that answers no question.
    package var key: KeyEvidence?

    /// The day on which the run started (UTC).
    package var date: String { Words.day(run.record.startedAt) }

    /// `2016-11-22-overhead`: the file's name without its ending, and the name of the folder of its charts.
    package var name: String { "\(date)-\(subject)" }

    /// Its own charts, in the order in which they stand.
    package var charts: [Chart] {
        blocks.compactMap { block in
            if case .chart(let chart, of: nil) = block { chart } else { nil }
        }
    }
}

extension Page {
    /// A page that answers no question.
    package init(subject: String, title: String, run: RunSummary, introduction: String, blocks: [Block]) {
        self.init(
            subject: subject, title: title, run: run, introduction: introduction, blocks: blocks, key: nil)
    }

    /// A question's page: its sections, then its warnings, what was not measured, the environment, and how to reproduce it.
    ///
    /// - Parameter place: what the jobs ran on, as ` on 10 engines`; nil: what the run recorded of its engine.
    init(
        subject: String, title: String, run: RunSummary, place: String? = nil, warnings: [Warning],
        sections: [[Block]], limits: [Block], reproduction: [Block], key: KeyEvidence?
    ) {
        self.init(
            subject: subject, title: title, run: run,
            introduction: Words.run(run, place: place, warnings: warnings),
            blocks: sections.flatMap { $0 } + .warnings(warnings) + limits + .environment(run) + reproduction, key: key)
    }
}

extension Page.Block: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) { self = .text(text) }
}

extension [Page.Block] {
    static func chart(_ chart: Chart?) -> [Page.Block] { chart.map { [.chart($0)] } ?? [] }
    static func charts(_ charts: [Chart]) -> [Page.Block] { charts.map { .chart($0) } }

    /// A heading, as `## The floor`, with a table between two texts. Without rows: `otherwise` under the heading, or nothing at all
    /// where that is nil.
    static func section(
        _ heading: String, lead: String = "", _ table: Table, _ text: String = "", otherwise: String? = nil
    ) -> [Page.Block] {
        guard table.isEmpty else { return [.text(heading), .text(lead), .table(table), .text(text)] }
        return otherwise.map { [.text(heading), .text($0)] } ?? []
    }
}

extension Question {
    /// The answer on its page: the question, `words` (a headline closed by `**`, and what follows it), what stands beside, the rule.
    func answered(_ words: String, _ beside: Page.Block...) -> [Page.Block] {
        ["**\(self.words)** (`\(id)`)", .text(Page.answerMark + words)] + beside
            + ["**Rule, fixed before the run:** \(rule)."]
    }
}

/// What the page of answers shows beside a question's verdict: its page's words, and the table and charts of the very cells that
/// decided.
package struct KeyEvidence: Sendable {
    /// The answer in the page's own words, as Markdown: the headline, closed by `**`, and what follows it.
    package let words: String
    /// The table that holds the verdict's figure; nil where there is none.
    package let table: Table?
    /// The charts that hold the verdict's figure. Where nothing decided there may be one a builder.
    package let charts: [Chart]

    init(words: String, table: Table?, charts: [Chart?] = []) {
        (self.words, self.charts) = (words, charts.compactMap { $0 })
        self.table = table.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Charts of one kind, each of one configuration.
struct ChartByBuilder {
    /// The configurations with their charts, in the order of the page; nil where there is no data for one.
    let entries: [(configuration: String, chart: Chart?)]

    var all: [Chart] { entries.compactMap(\.chart) }

    /// The chart of the configuration that decided; all of them where none did.
    func deciding(_ configuration: String?) -> [Chart] {
        entries.filter { configuration == nil || $0.configuration == configuration }.compactMap(\.chart)
    }
}
