import GRDB

/// A table's columns as they are exchanged: all of them, as the schema has them, but for the ids of its own database.
struct ExchangeTable: Sendable {
    /// A column.
    struct Column: Sendable {
        let name: String
        /// `INTEGER`, `REAL` or `TEXT`: all tables are strict.
        let type: String
        /// Whether a record may lack it.
        let isOptional: Bool
    }

    let name: String
    let columns: [Column]

    /// - Parameter keys: the columns that are ids of this database, which say nothing to another.
    init(_ name: String, without keys: Set<String>, _ database: Database) throws {
        self.name = name
        let rows = try Row.fetchAll(
            database, sql: "SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info(?) ORDER BY cid",
            arguments: [name])
        columns = rows.compactMap { row in
            let column: String = row[0]
            guard !keys.contains(column) else { return nil }
            let isRequired: Bool = row[2]
            let standard: String? = row[3]
            return Column(name: column, type: row[1], isOptional: !isRequired || standard != nil)
        }
    }

    /// Its columns as a query's list.
    var list: String { columns.map { "\(name).\($0.name)" }.joined(separator: ", ") }

    /// What a row has in its columns from an index on.
    func members(_ row: Row, from start: Int) -> [ExchangeObject.Member] {
        columns.enumerated().map { offset, column in
            let value: DatabaseValue = row[start + offset]
            return ExchangeObject.Member(column.name, ExchangeValue(value))
        }
    }
}
