import Foundation

@testable import Publishing
@testable import Questions
@testable import Store

/// A page of answers beside the database that it was made of.
struct AnswersPage {
    let text: String

    /// The texts that must stand in it and do not, by figure; and how many were looked for.
    func missing(from database: ResultsDatabase) throws -> (looked: Int, missing: [String]) {
        var looked = 0
        var missing: [String] = []
        for figure in TracedFigure.all {
            for words in try figure.texts(in: database) {
                looked += 1
                if !text.contains(words) { missing.append("\(figure.name): “\(words)”") }
            }
        }
        return (looked, missing)
    }

    /// The cells of the table's row on a question.
    func row(_ question: any Question) -> [String]? {
        text.split(separator: "\n").first { $0.hasPrefix("| [") && $0.contains("(#\(question.id))") }?
            .split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// All paths and places that it links to, images among them.
    static func links(of text: String) -> [String] {
        text.matches(of: #/\]\(([^)\s]+)\)/#).map { String($0.output.1) }
    }

    /// The places of a text that can be linked to.
    static func places(of text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").filter { $0.wholeMatch(of: #/#{1,6} .*/#) != nil }.map {
                HTMLArticle.slug($0.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces))
            })
    }
}
