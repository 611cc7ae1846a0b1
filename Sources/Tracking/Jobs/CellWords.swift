import Model
import Store

/// A cell as the command line names it: words that it must all have, with `/` or `,` between them, in any order.
///
/// A word is a scenario, a fixture, a class of change, a factor with its value as `builder=buildkit`, or only the value.
/// That covers how comparisons and exports print a cell, as `scap, builder=buildkit, source`.
package struct CellWords: Sendable, Equatable {
    private static let coldWord = "cold"

    private let words: [String]
    /// Whether jobs without the cache are meant; nil: any.
    package let cold: Bool?

    package init(_ text: String) {
        let all = text.split { $0 == "/" || $0 == "," }.map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
        words = all.filter { $0 != Self.coldWord }
        cold = all.contains(Self.coldWord) ? true : nil
    }

    /// The cells that have all of the words.
    /// - Throws: `TrackingError`, `unknownCell` where none has one of them.
    package func cells(of all: [Cell]) throws(TrackingError) -> [Cell] {
        let known = all.map { (cell: $0, words: Self.words(of: $0)) }
        for word in words where !known.contains(where: { $0.words.contains(word) }) {
            let near = NearestWord.nearest(to: word, among: Set(known.flatMap(\.words)).sorted())
            let there = Set(all.flatMap(Self.fullWords)).sorted().joined(separator: ", ")
            throw TrackingError(
                .unknownCell,
                "no cell has the word `\(word)`: " + (near.map { "did you mean \($0)?" } ?? "there are \(there)"))
        }
        return known.filter { Set(words).isSubset(of: $0.words) }.map(\.cell)
    }

    private static func words(of cell: Cell) -> Set<String> {
        let values = assignments(cell).compactMap { $0.split(separator: "=", maxSplits: 1).last.map(String.init) }
        return Set(fullWords(cell) + values)
    }

    private static func fullWords(_ cell: Cell) -> [String] {
        [cell.scenario, cell.fixture, cell.changeClass.rawValue] + assignments(cell)
    }

    private static func assignments(_ cell: Cell) -> [String] {
        cell.configuration.split(separator: ",").map(String.init)
    }
}
