/// A table that lines up in plain text too.
///
/// Every row, the titles among them, is filled with empty cells up to the longest one: a row that is too short leaves its last
/// columns empty, and a cell beyond the titles stands in a column without one. No cell is lost.
package struct MarkdownTable {
    package enum Alignment {
        case left
        case right
    }

    private let titles: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// The columns: text to the left, figures to the right.
    package init(_ columns: (title: String, alignment: Alignment)...) {
        self.init(columns)
    }

    /// The same of a list.
    package init(_ columns: [(title: String, alignment: Alignment)]) {
        titles = columns.map { Self.escape($0.title) }
        alignments = columns.map(\.alignment)
    }

    /// Adds a row; cells may hold Markdown, but a pipe or a line break in them never breaks the table.
    package mutating func add(_ cells: String...) {
        add(cells)
    }

    /// The same of a list.
    package mutating func add(_ cells: [String]) {
        rows.append(cells.map(Self.escape))
    }

    package var isEmpty: Bool { rows.isEmpty }

    /// The table as Markdown; empty where no row was added.
    package var text: String {
        guard !isEmpty else { return "" }
        let columns = ([titles] + rows).map(\.count).max() ?? 0
        func filled<Cell>(_ cells: [Cell], with cell: Cell) -> [Cell] {
            cells + Array(repeating: cell, count: columns - cells.count)
        }
        let titles = filled(titles, with: "")
        let rows = rows.map { filled($0, with: "") }
        let alignments = filled(alignments, with: .left)
        let widths = titles.indices.map { column in
            max(3, ([titles] + rows).map { $0[column].count }.max() ?? 3)
        }
        let rule = zip(widths, alignments).map { width, alignment in
            alignment == .left ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
        }
        return ([titles, rule] + rows).map { cells in
            "| " + zip(cells.indices, cells).map { pad($1, to: widths[$0], alignments[$0]) }.joined(separator: " | ")
                + " |"
        }.joined(separator: "\n")
    }

    private func pad(_ cell: String, to width: Int, _ alignment: Alignment) -> String {
        let filling = String(repeating: " ", count: width - cell.count)
        return alignment == .left ? cell + filling : filling + cell
    }

    private static func escape(_ cell: String) -> String {
        cell.replacing("|", with: "\\|").split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
