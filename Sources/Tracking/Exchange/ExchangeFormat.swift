import GRDB
import Store

/// The format of an export of all records: what its first line says.
enum ExchangeFormat {
    /// Counted up when an older Plimsoll could no longer read what is written.
    static let version: Int64 = 1
    /// The kinds of records that follow a run, up to its `end`.
    static let kindsOfARun = ["job", "point", "audit", "verdict"]

    /// The first line.
    static func header(tool: String) -> ExchangeObject {
        ExchangeObject([
            .init("kind", .text("plimsoll")), .init("format", .integer(version)),
            .init("schema", .integer(Int64(ResultsDatabase.schemaVersion))), .init("tool", .text(tool)),
        ])
    }

    /// The line behind a run's last record.
    ///
    /// - Parameter records: how many lines the run has, its own and this one not counted.
    static func end(of uuid: String, records: Int) -> ExchangeObject {
        ExchangeObject([
            .init("kind", .text("end")), .init("run", .text(uuid)), .init("records", .integer(Int64(records))),
        ])
    }
}
