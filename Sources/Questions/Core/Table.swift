/// A table as data: columns of text to the left, of figures to the right. Cells may hold Markdown.
///
///     Table(findings.cells) {
///         Column("builder") { Words.configuration($0.configuration) }
///         Column("median", .right) { Words.seconds($0.median) }
///     }
///
/// Rows need not be of one length: one that is too short leaves its last columns empty, and a cell beyond the titles is in a column
/// without one. No cell is lost.
package struct Table: Sendable {
    package enum Alignment: Sendable { case left, right }

    package private(set) var titles: [String]
    package let alignments: [Alignment]
    package private(set) var rows: [[String]] = []

    package init(_ columns: (title: String, alignment: Alignment)...) { self.init(columns) }

    package init(_ columns: [(title: String, alignment: Alignment)]) {
        (titles, alignments) = (columns.map(\.title), columns.map(\.alignment))
    }

    package init<Row>(_ values: some Sequence<Row>, @ColumnBuilder<Row> columns: () -> [Column<Row>]) {
        let columns = columns()
        self.init(columns.map { ($0.title, $0.alignment) })
        rows = values.map { value in columns.map { $0.cell(value) } }
    }

    package mutating func add(_ cells: String...) { add(cells) }
    package mutating func add(_ cells: [String]) { rows.append(cells) }
    package var isEmpty: Bool { rows.isEmpty }

    package func mapCells(_ change: (String) -> String) -> Table {
        var table = self
        table.rows = rows.map { $0.map(change) }
        return table
    }
}

/// A column of a table, and how a row's cell in it is made.
package struct Column<Row> {
    package let title: String
    package let alignment: Table.Alignment
    package let cell: (Row) -> String

    package init(_ title: String, _ alignment: Table.Alignment = .left, _ cell: @escaping (Row) -> String) {
        (self.title, self.alignment, self.cell) = (title, alignment, cell)
    }
}

@resultBuilder package enum ColumnBuilder<Row> {
    package static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
    package static func buildExpression(_ columns: [Column<Row>]) -> [Column<Row>] { columns }
    package static func buildBlock(_ parts: [Column<Row>]...) -> [Column<Row>] { parts.flatMap { $0 } }
    package static func buildOptional(_ part: [Column<Row>]?) -> [Column<Row>] { part ?? [] }
}
