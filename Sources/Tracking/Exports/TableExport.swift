import Foundation
import GRDB
import Store

/// A view as comma-separated values: RFC 4180, with a header. Null is an empty field, an empty text is `""`.
struct TableExport {
    let view: String
    let run: UUID?

    /// Writes its rows one by one.
    func write(_ database: ResultsDatabase, to sink: inout ExportSink) throws {
        try database.reading { database in
            let views = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")
            guard views.contains(view) else {
                throw ExportError(
                    .noView,
                    "there is no view `\(view)`, expected one of \(views.joined(separator: ", "))")
            }
            let condition = run == nil ? "" : " WHERE run = ?"
            let statement = try database.makeStatement(sql: "SELECT * FROM \(view)\(condition)")
            try sink.write(Self.line(statement.columnNames.map { Self.field($0) }))
            var arguments = StatementArguments()
            if let run { arguments = [run.uuidString] }
            let columns = statement.columnCount
            let rows = try Row.fetchCursor(statement, arguments: arguments)
            while let row = try rows.next() {
                let fields = (0..<columns).map { index in
                    let value: DatabaseValue = row[index]
                    return Self.field(value)
                }
                try sink.write(Self.line(fields))
            }
        }
    }

    private static func line(_ fields: [String]) -> String {
        fields.joined(separator: ",") + "\r\n"
    }

    private static func field(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: ""
        case .int64(let integer): String(integer)
        case .double(let number): number.description
        case .string(let text): field(text)
        case .blob(let data): data.base64EncodedString()
        }
    }

    /// Quoted where it contains characters with a meaning in CSV.
    static func field(_ text: String) -> String {
        let special: [UInt8] = [0x22, 0x2C, 0x0A, 0x0D]
        let isPadded = text.first == " " || text.last == " "
        let isPlain = !text.isEmpty && !isPadded && !text.utf8.contains { special.contains($0) }
        return isPlain ? text : "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
