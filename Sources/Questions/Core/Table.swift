/// A table as data: columns of text to the left, of figures to the right. Cells may hold Markdown.
///
///     Table(findings.cells) {
///         Column("builder") { Words.configuration($0.configuration) }
///         Column("median", .right) { Words.seconds($0.median) }
///     }
///
/// Rows need not be of one length: a row that is too short leaves its last columns empty, and a cell beyond the titles stands in a
/// column without one. No cell is lost.
package struct Table: Sendable {
    package enum Alignment: Sendable {
        case left
        case right
    }

    package private(set) var titles: [String]
    package let alignments: [Alignment]
    package private(set) var rows: [[String]] = []

    /// A table without rows.
    package init(_ columns: (title: String, alignment: Alignment)...) {
        self.init(columns)
    }

    /// The same of a list.
    package init(_ columns: [(title: String, alignment: Alignment)]) {
        titles = columns.map(\.title)
        alignments = columns.map(\.alignment)
    }

    /// A row for each value.
    package init<Row>(_ values: some Sequence<Row>, @ColumnBuilder<Row> columns: () -> [Column<Row>]) {
        let columns = columns()
        titles = columns.map(\.title)
        alignments = columns.map(\.alignment)
        rows = values.map { value in columns.map { $0.cell(value) } }
    }

    /// Adds a row.
    package mutating func add(_ cells: String...) {
        add(cells)
    }

    /// The same of a list.
    package mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    package var isEmpty: Bool { rows.isEmpty }

    /// The same table with each cell changed.
    package func mapCells(_ change: (String) -> String) -> Table {
        var table = self
        table.rows = rows.map { $0.map(change) }
        return table
    }
}

/// A column of a table: its title, and a row's cell in it.
package struct Column<Row> {
    package let title: String
    package let alignment: Table.Alignment
    package let cell: (Row) -> String

    package init(_ title: String, _ alignment: Table.Alignment = .left, _ cell: @escaping (Row) -> String) {
        self.title = title
        self.alignment = alignment
        self.cell = cell
    }
}

/// Lists the columns of a table.
@resultBuilder package enum ColumnBuilder<Row> {
    package static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
    package static func buildExpression(_ columns: [Column<Row>]) -> [Column<Row>] { columns }
    package static func buildBlock(_ parts: [Column<Row>]...) -> [Column<Row>] { parts.flatMap { $0 } }
    package static func buildOptional(_ part: [Column<Row>]?) -> [Column<Row>] { part ?? [] }
}
