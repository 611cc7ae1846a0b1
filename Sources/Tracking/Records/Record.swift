import GRDB

/// A row that is exchanged, with the records that stand within it: what it is made of says its `RecordShape`.
///
/// Rows are named by what they are (a job by its scenario and position), not by ids, which differ from database to database.
struct Record {
    /// A job as records name it.
    struct Job: Hashable {
        let scenario: String
        let position: Int64
    }

    /// What it names in the table of its shape's texts.
    var texts: [String] = []
    /// The job that it belongs to; nil where it belongs to none.
    var job: Job?
    /// By the shape's columns; nil where the record lacks one.
    var values: [DatabaseValue?]
    /// Of a run: how many jobs it has.
    var jobs: Int64?
    /// By the shape's parts.
    var parts: [[Record]] = []
    /// How many members it has as JSON, those of the records within it included; 0 where it was read from no text.
    var members = 0

    /// The value of a column; nil where there is none.
    func value(_ column: String, _ shape: RecordShape) -> DatabaseValue? {
        shape.place(of: column).flatMap { values[$0] }
    }
}

extension Record {
    /// A row of a shape's query; the records within it are not read yet.
    ///
    /// - Throws: `RecordProblem` where a text is missing: the schema demands it, but somebody may have changed the schema.
    init(_ row: Row, _ shape: RecordShape) throws {
        var column = 1
        for name in shape.texts?.members ?? [] {
            guard let text = String.fromDatabaseValue(row[column]) else { throw RecordProblem.lacks(name, "a text") }
            texts.append(text)
            column += 1
        }
        if shape.namesJob {
            if let scenario = String.fromDatabaseValue(row[column]),
                let position = Int64.fromDatabaseValue(row[column + 1])
            {
                job = Job(scenario: scenario, position: position)
            }
            column += 2
        }
        values = shape.columns.indices.map { row[column + $0] as DatabaseValue }
    }
}
