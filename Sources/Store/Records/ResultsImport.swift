import Foundation
import GRDB
import Model

/// Merges runs of other machines into a database: out of exports of all records, and out of other databases.
///
/// A run is known by its UUID: taking the same file twice changes nothing the second time. Each run lands in a
/// transaction of its own, whole or not at all. The runs of a file before the one that failed stay.
package struct ResultsImport {
    /// After a transaction this long others get their turn.
    private static let longTurn = Duration.milliseconds(200)
    /// How long they get, in seconds.
    private static let pause = 0.25

    private let database: ResultsDatabase
    package private(set) var summary = ImportSummary()

    package init(into database: ResultsDatabase) { self.database = database }

    /// Takes a file: an export of all records (NDJSON), another database, or `-` for an export on standard input.
    /// - Throws: `ImportError` for what is wrong with the file; `ResultsError` for what is wrong with a database.
    package mutating func take(path: String) throws {
        if path == "-" { return try take(text: LineReader(.standardInput), name: "standard input") }
        func foreign(_ message: String) -> ImportError { ImportError(code: .foreign, place: path, message: message) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            let reason = isFolder.boolValue ? "this is a folder" : "there is no such file"
            throw foreign("\(reason), expected an export (NDJSON) or a database of results")
        }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw foreign("it cannot be read: check its permissions")
        }
        defer { try? file.close() }
        let head = try file.read(upToCount: 16) ?? Data()
        if head.starts(with: Data("SQLite format 3".utf8)) { return try take(databaseAt: path) }
        if head.starts(with: [0x1F, 0x8B]) {
            throw foreign("it is compressed, expected plain NDJSON: `gunzip -c \(path) | plimsoll import -`")
        }
        try take(text: LineReader(file, head: head), name: path)
    }

    private mutating func take(text lines: LineReader, name: String) throws {
        let shapes = try database.reading { try RecordShapes($0) }
        var lines = RecordLines(lines, name: name, shapes: shapes)
        while let run = try lines.nextRun() {
            do {
                try land(run, shapes, schema: lines.schema) { _, body in try lines.forEachRecord(body) }
            } catch let problem as RecordProblem {
                // Of the run's first record: the others know their lines.
                throw lines.error(problem)
            }
        }
    }

    private mutating func take(databaseAt path: String) throws {
        guard !isOpen(path) else {
            throw ImportError(
                code: .foreign, place: path, message: "it is the database that is imported into, expected another one")
        }
        let other = try ResultsDatabase.openForImport(path: path)
        try other.reading { source in
            let records = try RunRecords(source)
            for run in try records.runs() {
                do {
                    try land(try records.run(run.id), records.shapes) { onlyVerdicts, body in
                        try records.forEach(of: run.id, onlyVerdicts: onlyVerdicts) { kind, _, record in
                            try body(kind, record)
                        }
                    }
                } catch let problem as RecordProblem {
                    throw ImportError(code: .damaged, place: "\(path), run \(run.uuid)", message: problem.message)
                }
            }
        }
        try other.close()
    }

    private func isOpen(_ path: String) -> Bool {
        func identity(_ path: String) -> [UInt64]? {
            var found = stat()
            guard stat(path, &found) == 0 else { return nil }
            return [UInt64(found.st_dev), UInt64(found.st_ino)]
        }
        let other = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let own = URL(fileURLWithPath: database.path).resolvingSymlinksInPath().path
        return other == own || (identity(other) != nil && identity(other) == identity(own))
    }

    /// Lets a run land, in one transaction.
    /// - Parameter records: gives the records that follow its first, or only its verdicts where the rest is there already.
    private mutating func land(
        _ run: Record, _ shapes: RecordShapes, schema: Int = ResultsDatabase.schemaVersion,
        _ records: (_ onlyVerdicts: Bool, _ body: (String, Record) throws -> Void) throws -> Void
    ) throws {
        let began = ContinuousClock.now
        let change = try database.writing { target -> ImportSummary in
            var importer = try RunImporter(run, shapes, target)
            try records(importer.wantsOnlyVerdicts) { try importer.take($0, $1) }
            try importer.fillFacts(ofSchema: schema)
            return importer.change
        }
        summary.add(change)
        // A run beside it looks every 100 ms whether it has its turn: not all turns may be taken from it.
        if ContinuousClock.now - began > Self.longTurn { Thread.sleep(forTimeInterval: Self.pause) }
    }
}

/// What an import changed.
package struct ImportSummary: Codable, Sendable, Equatable {
    /// Runs that were not there.
    var new = 0
    /// Runs that had been imported before they ended, or before they were resumed, and are now as they are in the file.
    var completed = 0
    /// Runs that were there already.
    var known = 0
    /// Verdicts that were added to runs that were there already.
    var verdicts = 0
    /// Runs that were there already and are now excluded, as they are in the file.
    var excluded = 0
    /// Jobs of the new and completed runs.
    var jobs = 0

    /// It in a line.
    package var text: String {
        "runs: \(new) new, " + (completed > 0 ? "\(completed) completed, " : "") + "\(known) already there"
            + (jobs > 0 ? "; jobs: \(jobs)" : "") + (verdicts > 0 ? "; verdicts added: \(verdicts)" : "")
            + (excluded > 0 ? "; newly excluded: \(excluded)" : "")
    }

    fileprivate mutating func add(_ other: ImportSummary) {
        for count in [\Self.new, \.completed, \.known, \.verdicts, \.excluded, \.jobs] {
            self[keyPath: count] += other[keyPath: count]
        }
    }
}

/// Why a file could not be imported: what is wrong with it, where, and what was expected.
package struct ImportError: CodedFailure, Equatable {
    /// Stable, for programs.
    package enum Code: String, Sendable, CaseIterable, UsageCode {
        /// It is no export of all records, and no database of results.
        case foreign = "import_foreign"
        /// A line of it is no record, or a record is not as it must be.
        case damaged = "import_damaged"
        /// It ends in the middle of a run.
        case cutOff = "import_cut_off"
        /// A newer Plimsoll wrote it.
        case newer = "import_newer"
    }

    package var code: Code
    /// The file with the line where it is known, as `night.ndjson:17`.
    package var place: String
    package var message: String

    package init(code: Code, place: String, message: String) {
        (self.code, self.place, self.message) = (code, place, message)
    }

    package var isPlaced: Bool { true }
    package var description: String { "\(place): \(message)" }
}
