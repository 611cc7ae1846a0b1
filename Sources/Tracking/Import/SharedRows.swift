import GRDB

/// A table that keeps each combination of texts once, by an id of its own.
struct SharedRows {
    private let table: String
    private let columns: [String]
    /// The ids that were looked up, at most so many: a run has few combinations, a database of many runs more.
    private var known: [[String]: Int64] = [:]
    private static let most = 10_000

    init(_ table: String, _ columns: [String]) {
        self.table = table
        self.columns = columns
    }

    /// The id of a combination, which is added where it is new.
    ///
    /// - Parameter run: the run that the rows belong to, where the table keeps them a run; always the same one.
    mutating func id(of texts: [String], run: Int64? = nil, _ database: Database) throws -> Int64 {
        if let id = known[texts] { return id }
        let names = columns + (run == nil ? [] : ["run"])
        var values: [DatabaseValue] = texts.map(\.databaseValue)
        if let run { values.append(run.databaseValue) }
        let condition = names.map { "\($0) = ?" }.joined(separator: " AND ")
        let search = try database.cachedStatement(sql: "SELECT id FROM \(table) WHERE \(condition)")
        var found = try Int64.fetchOne(search, arguments: StatementArguments(values))
        if found == nil {
            let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
            try database.execute(
                sql: "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(marks))",
                arguments: StatementArguments(values))
            found = database.lastInsertedRowID
        }
        let id = found ?? database.lastInsertedRowID
        if known.count >= Self.most { known = [:] }
        known[texts] = id
        return id
    }
}
