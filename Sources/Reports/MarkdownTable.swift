/// A table that lines up in plain text too.
struct MarkdownTable {
    enum Alignment {
        case left
        case right
    }

    private let titles: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// The columns: text to the left, figures to the right.
    init(_ columns: (title: String, alignment: Alignment)...) {
        self.init(columns)
    }

    /// The same of a list.
    init(_ columns: [(title: String, alignment: Alignment)]) {
        titles = columns.map { Self.escape($0.title) }
        alignments = columns.map(\.alignment)
    }

    /// Adds a row; cells may hold Markdown, but a pipe or a line break in them never breaks the table.
    mutating func add(_ cells: String...) {
        add(cells)
    }

    /// The same of a list.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map(Self.escape))
    }

    var isEmpty: Bool { rows.isEmpty }

    var text: String {
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
