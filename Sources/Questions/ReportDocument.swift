import Foundation
import Store

/// One report: a Markdown file with its charts. Pure: the same findings give the same text.
package protocol ReportDocument {
    /// What it is about, in a word: part of its file's name.
    var subject: String { get }
    /// Its headline.
    var title: String { get }
    /// The run that it is about.
    var run: RunSummary { get }
    /// The first paragraph, under the headline.
    var introduction: String { get }
    /// The paragraphs that follow, a list a section.
    var sections: [[String]] { get }
    /// Its charts, those that there is data for.
    var drawings: [Chart] { get }
}

extension ReportDocument {
    /// The day on which the run started (UTC).
    package var date: String { run.record.startedAt.formatted(.iso8601.year().month().day()) }

    /// `2016-11-22-overhead`: the file's name without its ending, and the name of the folder of its charts.
    package var name: String { "\(date)-\(subject)" }

    /// Its text.
    package var markdown: String {
        (["# \(title)", introduction] + sections.joined()).joined(separator: "\n\n") + "\n"
    }

    /// A chart's place in the text.
    package func image(_ chart: Chart?) -> [String] {
        chart.map { ["![\($0.alternative)](\(name)/\($0.name).svg)"] } ?? []
    }

    /// The run in a sentence, with how many warnings there are.
    ///
    /// - Parameter place: what the jobs ran on, where that is to be told, as ` on 10 engines`.
    func sentence(place: String = "", warnings: [Caution]) -> String {
        """
        A run of \(date), profile \(Markdown.escaped(run.record.profile)), \(Words.count(run.jobs, "job", "jobs"))\(place), \
        \(Words.count(warnings.count, "[warning](#warnings)", "[warnings](#warnings)")).
        """
    }
}
