import GRDB

/// Facts that were parts of names, in columns of their own.
extension Schema {
    private static let factColumns = """
        ALTER TABLE configuration ADD COLUMN factors TEXT; -- JSON object of texts, by factor; null where the name says none
        ALTER TABLE job ADD COLUMN change_name TEXT;       -- null for a commit, and a change without a name
        """

    fileprivate static let fillFactors = """
        UPDATE configuration SET factors = '{"' || replace(replace(name, '=', '":"'), ',', '","') || '"}'
        WHERE factors IS NULL AND name LIKE '%=%'
            AND json_valid('{"' || replace(replace(name, '=', '":"'), ',', '","') || '"}');
        """

    fileprivate static let fillChangeNames = """
        UPDATE job SET change_name = CASE
            WHEN revision LIKE '% os image updated' THEN 'os image updated'
            WHEN revision LIKE '% provided images rebuilt' THEN 'provided images rebuilt'
            ELSE substr(revision, instr(revision, ' ') + 1) END
        WHERE instr(revision, ' ') > 0
        """

    static func keepFacts(_ database: Database) throws {
        try database.execute(sql: factColumns)
        try database.execute(sql: fillFactors)
        try database.execute(sql: fillChangeNames)
    }
}

extension ResultsDatabase {
    /// Fills the columns that the imported records of a run lack: exports have configurations by their names only.
    /// - Parameter schema: the one that the records were written with.
    package static func fillFacts(ofRun run: Int64, schema: Int, _ database: Database) throws {
        try database.execute(sql: Schema.fillFactors)
        if schema < 9 { try database.execute(sql: Schema.fillChangeNames + " AND run = ?", arguments: [run]) }
    }
}
