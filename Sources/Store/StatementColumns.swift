import GRDB
import GRDBSQLite

/// The columns of the row that a statement's cursor stands on, read straight from SQLite: with millions of rows, GRDB's
/// type check of each column takes most of the time. The schema's tables are strict, so the types are known.
///
/// Of a column that is null, `integer` and `double` are 0, `text` is empty, and `number` is NaN.
struct StatementColumns {
    private let statement: SQLiteStatement

    /// Valid as long as the statement is, and only while a cursor stands on a row of it.
    init(_ statement: Statement) { self.statement = statement.sqliteStatement }

    @inline(__always)
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
    @inline(__always)
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
    @inline(__always)
    func double(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }
    @inline(__always)
    func number(_ column: Int32) -> Double { isNull(column) ? .nan : double(column) }
    @inline(__always)
    func flag(_ column: Int32) -> Bool { integer(column) != 0 }
    @inline(__always)
    func optionalInteger(_ column: Int32) -> Int? { isNull(column) ? nil : Int(integer(column)) }
    @inline(__always)
    func optionalDouble(_ column: Int32) -> Double? { isNull(column) ? nil : double(column) }
    func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    func optionalText(_ column: Int32) -> String? {
        guard let text = sqlite3_column_text(statement, column) else { return nil }
        return String(cString: text)
    }

    /// One of the words of a type.
    func word<Word: RawRepresentable<String>>(_ column: Int32, of job: Int64) throws -> Word {
        let text = text(column)
        guard let word = Word(rawValue: text) else {
            throw ResultsError(
                .damaged,
                "job \(job) has `\(text)` where Plimsoll knows no such \(Word.self): a newer version may have written it"
            )
        }
        return word
    }
}
