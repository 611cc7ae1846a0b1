import Questions

extension Page {
    /// The page as Markdown, which refers to its charts by relative paths.
    package var markdown: String {
        let parts = blocks.map { $0.markdown(of: self) }.filter { !$0.isEmpty }
        return (["# \(title)", introduction] + parts).joined(separator: "\n\n") + "\n"
    }

    /// The path by which it refers to a chart of its own.
    func path(of chart: Chart) -> String { "\(name)/\(chart.name).svg" }
}

extension Page.Block {
    fileprivate func markdown(of page: Page) -> String {
        switch self {
        case .text(let text): text
        case .table(let table): table.markdown
        case .chart(let chart, let other): "![\(chart.alternative)](\(other ?? page.name)/\(chart.name).svg)"
        }
    }
}

extension Table {
    /// The table as Markdown that is aligned as plain text too; empty where it has no row. Pipes and line breaks in
    /// cells are safe.
    package var markdown: String {
        guard !isEmpty else { return "" }
        let lines = ([titles] + rows).map { $0.map(Self.escaped) }
        let columns = lines.map(\.count).max() ?? 0
        func filled<Cell>(_ cells: [Cell], with cell: Cell) -> [Cell] {
            cells + Array(repeating: cell, count: columns - cells.count)
        }
        let cells = lines.map { filled($0, with: "") }
        let alignments = filled(alignments, with: .left)
        let widths = (0..<columns).map { column in max(3, cells.map { $0[column].count }.max() ?? 3) }
        let rule = zip(widths, alignments).map { width, alignment in
            alignment == .left ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
        }
        return ([cells[0], rule] + cells.dropFirst()).map { cells in
            let padded = cells.indices.map { Self.padded(cells[$0], to: widths[$0], alignments[$0]) }
            return "| " + padded.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }

    private static func padded(_ cell: String, to width: Int, _ alignment: Alignment) -> String {
        let filling = String(repeating: " ", count: width - cell.count)
        return alignment == .left ? cell + filling : filling + cell
    }

    private static func escaped(_ cell: String) -> String {
        cell.replacing("|", with: "\\|").split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
