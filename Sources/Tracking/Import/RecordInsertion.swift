import GRDB

/// Puts objects into one table, after a look at every value.
struct RecordInsertion {
    private let table: ExchangeTable
    private let rules: [FieldRule?]
    /// Members that are not this table's own: nested records, references.
    private let others: Set<String>

    /// - Parameter others: names of members that somebody else takes care of.
    init(_ table: ExchangeTable, besides others: Set<String> = []) {
        self.table = table
        self.others = others
        rules = table.columns.map { FieldRule.all["\(table.name).\($0.name)"] }
    }

    /// Inserts an object.
    ///
    /// - Parameter keys: columns that are ids of this database, with their values.
    /// - Returns: the id of the new row, where its table has one.
    /// - Throws: `RecordProblem` for a value that is missing, unknown, or not of its column's type.
    @discardableResult
    func insert(
        _ object: ExchangeObject, keys: [(String, DatabaseValue)], _ database: Database
    ) throws -> Int64 {
        var names = keys.map(\.0)
        var values = keys.map(\.1)
        var taken = 0
        for (column, rule) in zip(table.columns, rules) {
            guard let member = object.member(column.name) else {
                guard column.isOptional else {
                    throw RecordProblem(
                        place: object.place,
                        message: "the record lacks `\(column.name)`, expected \(Self.words(for: column))")
                }
                continue
            }
            taken += 1
            names.append(column.name)
            values.append(try value(of: member, column, rule))
        }
        try refuseUnknown(object, taken: taken)
        let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
        let statement = try database.cachedStatement(
            sql: "INSERT INTO \(table.name) (\(names.joined(separator: ", "))) VALUES (\(marks))")
        do {
            try statement.execute(arguments: StatementArguments(values))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw RecordProblem(
                place: object.place,
                message: "the record breaks a rule of the results database: \(error.message ?? "no message")")
        }
        return database.lastInsertedRowID
    }

    private func refuseUnknown(_ object: ExchangeObject, taken: Int) throws {
        let known = object.members.count(where: { others.contains($0.name) })
        guard taken + known < object.members.count else { return }
        let names = Set(table.columns.map(\.name)).union(others)
        guard let unknown = object.members.first(where: { !names.contains($0.name) }) else {
            throw RecordProblem(place: object.place, message: "a member stands twice in the record")
        }
        throw RecordProblem(
            place: unknown.place,
            message: "`\(unknown.name)` is no part of such a record, expected "
                + names.sorted().joined(separator: ", "))
    }

    private func value(
        of member: ExchangeObject.Member, _ column: ExchangeTable.Column, _ rule: FieldRule?
    ) throws -> DatabaseValue {
        switch (column.type, member.value) {
        case (_, .null) where column.isOptional: return .null
        case ("INTEGER", .integer(let integer)): return integer.databaseValue
        case ("REAL", .number(let number)): return number.databaseValue
        case ("REAL", .integer(let integer)): return Double(integer).databaseValue
        case ("TEXT", .text(let text)):
            if let expected = rule?.expected(insteadOf: text) {
                throw RecordProblem(
                    place: member.place, message: "`\(member.name)` is `\(text)`, expected \(expected)")
            }
            return text.databaseValue
        default:
            throw RecordProblem(
                place: member.place,
                message: "`\(member.name)` is \(member.value.words), expected \(Self.words(for: column))")
        }
    }

    private static func words(for column: ExchangeTable.Column) -> String {
        let type =
            switch column.type {
            case "INTEGER": "an integer"
            case "REAL": "a number"
            default: "a text"
            }
        return column.isOptional ? "\(type) or null" : type
    }
}
